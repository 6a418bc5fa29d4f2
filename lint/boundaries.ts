// Repository guard: turns the layer table into settings and policies of eslint-plugin-boundaries.
import type { Layer } from './layers.ts';

/** What oxlint needs to enforce a layer table. */
export interface Boundaries {
  /** Which path belongs to which layer. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Who may import whom; everything else is refused. */
  readonly options: Readonly<Record<string, unknown>>;
}

const isFile = (layer: Layer): boolean => layer.path.endsWith('.ts');

const elementsOf = (layer: Layer): readonly object[] => {
  const root = { type: layer.name, pattern: layer.path, partialMatch: false };
  if (layer.islands === undefined) return [root];
  // The islands first: the first pattern that fits a path wins. What lies beside them is their list.
  return [
    { ...root, pattern: `${layer.path}/*`, capture: ['island'] },
    { ...root, type: `${layer.name}-list` },
  ];
};

const selfOf = (layer: Layer): object =>
  isFile(layer) ? { file: { categories: layer.name } } : { element: { type: layer.name } };

const policiesOf = (layer: Layer, all: readonly Layer[]): readonly object[] => {
  const from = selfOf(layer);
  const imported = all.filter(({ name }) => layer.imports.includes(name));
  const lists = imported.filter((other) => other.islands).map(({ name }) => `${name}-list`);
  const policy = (to: object, dependency?: object): object => ({
    from,
    allow: dependency === undefined ? { to } : { to, dependency },
  });
  const packages = (names: readonly string[]): object => ({
    module: { origin: 'external', source: names.flatMap((name) => [name, `${name}/*`]) },
  });
  return [
    ...imported.map((other) => policy(selfOf(other))),
    ...lists.map((type) => policy({ element: { type } })),
    ...(layer.islands ? [listPolicy(layer)] : []),
    ...(layer.packages ? [policy(packages(layer.packages))] : []),
    ...(layer.typePackages ? [policy(packages(layer.typePackages), { kind: 'type' })] : []),
    ...(layer.coreModules
      ? [policy({ module: { origin: 'core', source: [...layer.coreModules] } })]
      : []),
    ...(layer.impure ? [policy({ module: { origin: 'core' } })] : []),
  ];
};

const listPolicy = ({ name }: Layer): object => ({
  from: { element: { type: `${name}-list` } },
  allow: { to: { element: { type: name } } },
});

/** Makes the configuration of `boundaries/dependencies` from the layer table. */
export const boundaries = (layers: readonly Layer[]): Boundaries => {
  const roots = [...new Set(layers.map(({ path }) => path.split('/')[0]))];
  return {
    settings: {
      'boundaries/include': roots.map((root) => `${root}/**/*.ts`),
      'boundaries/elements': layers.filter((layer) => !isFile(layer)).flatMap(elementsOf),
      'boundaries/files': layers
        .filter(isFile)
        .map(({ name, path }) => ({ category: name, pattern: path })),
    },
    options: {
      default: 'disallow',
      // Packages and `node:*` count as imports too.
      checkAllOrigins: true,
      message:
        'No row of lint/layers.ts allows this import ({{from.element.type}} → {{dependency.source}}).',
      policies: layers.flatMap((layer) => policiesOf(layer, layers)),
    },
  };
};
