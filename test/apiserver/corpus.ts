// What this repository itself emits: the folders of manifests that `kubectl apply` would be given.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { readObjects } from '../support/kubernetes-object.ts';

/** One folder that is applied as a whole: an environment of `dist/` or of an example. */
export interface ManifestFolder {
  /** Relative to the repository, such as `dist/manifests/production`. */
  readonly path: string;
  readonly absolute: string;
  readonly objects: readonly KubernetesObject[];
}

const repository = join(import.meta.dirname, '../..');

/** Every folder below `dist/manifests` and `examples/<example>/expected/manifests` that holds YAML files. */
export function manifestFolders(): readonly ManifestFolder[] {
  const examples = join(repository, 'examples');
  const roots = [
    join(repository, 'dist/manifests'),
    ...(existsSync(examples) ? readdirSync(examples) : [])
      .toSorted()
      .map((example) => join(examples, example, 'expected/manifests')),
  ];
  return roots.filter((root) => existsSync(root)).flatMap(foldersWithManifests);
}

function foldersWithManifests(folder: string): readonly ManifestFolder[] {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const files = entries.filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name));
  const below = entries.filter((entry) => entry.isDirectory());
  const own =
    files.length === 0
      ? []
      : [
          {
            path: relative(repository, folder),
            absolute: folder,
            objects: files.flatMap(({ name }) => readObjects(join(folder, name))),
          },
        ];
  return [...own, ...below.flatMap(({ name }) => foldersWithManifests(join(folder, name)))];
}
