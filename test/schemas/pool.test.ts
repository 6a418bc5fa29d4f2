// The committed pools: whole, strict and compact, as their generator writes them.
import { readFileSync, statSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { crdSources } from '../../schemas/crd-sources.ts';
import type { CrdPool } from '../../schemas/crd-pool.ts';
import { canonicalJson, partsOf, referencesOf } from '../../schemas/json-schema.ts';
import type { JsonSchema } from '../../schemas/json-schema.ts';
import type { KubernetesPool } from '../../schemas/kubernetes-pool.ts';
import { kubernetesKinds, kubernetesReleases } from '../../schemas/kubernetes-sources.ts';
import { kubernetesVersions } from '../support/schemas.ts';

const file = (name: string): URL => new URL(`../../schemas/${name}`, import.meta.url);
const kubernetes: KubernetesPool = JSON.parse(readFileSync(file('kubernetes.json'), 'utf8'));
const crds: CrdPool = JSON.parse(readFileSync(file('crds.json'), 'utf8'));

const texts = (pool: KubernetesPool): readonly JsonSchema[] =>
  Object.values(pool.definitions).flatMap((versions) =>
    Object.values(versions).filter((text) => text !== null),
  );
const all = [
  ...texts(kubernetes),
  ...Object.values(crds.definitions),
  ...Object.values(crds.kinds),
];

/** A schema and everything inside it. */
function within(schema: JsonSchema): readonly JsonSchema[] {
  return [schema, ...partsOf(schema).flatMap(within)];
}

/** Problems of a pool's references in one version, following `null`s. */
function dangling(pool: KubernetesPool, minor: string): readonly string[] {
  const at = (name: string): JsonSchema | null => {
    const versions = Object.entries(pool.definitions[name] ?? {});
    const past = versions.filter(([since]) => order(since) <= order(minor));
    return past.toSorted(([a], [b]) => order(a) - order(b)).at(-1)?.[1] ?? null;
  };
  const reached = new Set(Object.values(pool.kinds));
  for (const name of reached) for (const next of referencesOf(at(name) ?? {})) reached.add(next);
  return [...reached].filter((name) => at(name) === null);
}

const order = (minor: string): number => Number(minor.split('.')[1]);

describe('the pool of Kubernetes', () => {
  test('covers the releases and kinds its sources name', () => {
    const releases = Object.values(kubernetes.provenance).map(({ version }) => version);
    expect(releases).toEqual([...kubernetesReleases]);
    expect(Object.keys(kubernetes.kinds)).toEqual([...kubernetesKinds].toSorted());
    expect(kubernetesVersions.at(0)).toBe('1.29');
    expect(kubernetesVersions.at(-1)).toBe('1.37');
  });

  test.each(kubernetesVersions)('has every definition that %s refers to', (minor) => {
    expect(dangling(kubernetes, minor)).toEqual([]);
  });

  test('a missing definition would be noticed', () => {
    const { 'core.v1.Probe': _, ...others } = kubernetes.definitions;
    expect(dangling({ ...kubernetes, definitions: others }, '1.29')).toEqual(['core.v1.Probe']);
  });

  test('says nothing twice: each text differs from the one before it', () => {
    for (const [name, versions] of Object.entries(kubernetes.definitions)) {
      const ordered = Object.entries(versions).toSorted(([a], [b]) => order(a) - order(b));
      ordered.forEach(([since, text], index) => {
        const before = ordered[index - 1]?.[1] ?? null;
        expect(canonicalJson(text), `${name} ${since}`).not.toBe(canonicalJson(before));
      });
    }
  });

  test('has enumerations in every version', () => {
    const enums = texts(kubernetes)
      .flatMap(within)
      .filter((part) => part.enum);
    expect(enums.length).toBeGreaterThan(80);
  });
});

describe('the pool of custom resources', () => {
  test('has every kind its sources name', () => {
    const kinds = Object.keys(crds.kinds).map((kind) => kind.split('/').at(-1));
    expect(kinds).toEqual(expect.arrayContaining(crdSources.flatMap((source) => source.kinds)));
    expect(Object.keys(crds.provenance).toSorted()).toEqual(
      crdSources.map((source) => source.module).toSorted(),
    );
  });

  test('has every part its schemas refer to, and no other', () => {
    const schemas = [...Object.values(crds.kinds), ...Object.values(crds.definitions)];
    const referred = new Set(schemas.flatMap((schema) => [...referencesOf(schema)]));
    referred.delete('meta.v1.ObjectMeta');
    expect([...referred].toSorted()).toEqual(Object.keys(crds.definitions).toSorted());
  });

  test('shares no name with a definition of Kubernetes', () => {
    const names = new Set(Object.keys(kubernetes.definitions));
    expect(Object.keys(crds.definitions).filter((name) => names.has(name))).toEqual([]);
  });

  test('admits which sources are old', () => {
    const old = Object.values(crds.provenance).filter(({ note }) => note?.startsWith('old:'));
    expect(old.map(({ module }) => module)).toEqual([
      'github.com/nginx/kubernetes-ingress',
      'github.com/nginxinc/nginx-gateway-fabric',
    ]);
  });
});

describe('both pools', () => {
  test('say for each source which module, version and checksum it was', () => {
    const sources = [...Object.values(kubernetes.provenance), ...Object.values(crds.provenance)];
    for (const { module, version, sum } of sources) {
      expect(module).toMatch(/^[a-z0-9.]+\.[a-z]+\//);
      expect(version).toMatch(/^v\d+\.\d+\.\d+$/);
      expect(sum).toMatch(/^h1:[A-Za-z0-9+/]{43}=$/);
    }
  });

  test('are JSON Schema', () => {
    const ajv = new Ajv({ strict: false });
    for (const schema of all) expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true);
  });

  test('refuse unknown fields wherever they know fields', () => {
    const objects = all
      .flatMap(within)
      .filter(({ type, properties }) => type === 'object' && properties);
    expect(objects.length).toBeGreaterThan(500);
    // What keeps unknown fields on purpose says so in its CRD: resource templates and generators.
    const open = objects.filter((schema) => schema.additionalProperties !== false);
    expect(open.length).toBeLessThan(20);
    const builtIn = texts(kubernetes).flatMap(within);
    expect(builtIn.filter((s) => s.properties && s.additionalProperties !== false)).toEqual([]);
  });

  test('carry no descriptions, and fit on a diskette', () => {
    expect(JSON.stringify(all)).not.toContain('"description":"');
    const bytes = ['kubernetes.json', 'crds.json'].map((name) => statSync(file(name)).size);
    expect(bytes[0]).toBeLessThan(160_000);
    expect(bytes[1]).toBeLessThan(300_000);
  });
});
