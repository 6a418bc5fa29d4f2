// Schema generator: third step, the definitions of all releases of Kubernetes as one pool in which each text stands once.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goModule } from './go-module.ts';
import { goFunctionOf, readGoOpenapi } from './go-openapi.ts';
import { canonicalJson, referencesOf } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { kubernetesKinds, kubernetesReleases } from './kubernetes-sources.ts';
import { shortName, strictDefinition } from './strict-definition.ts';
import type { SwaggerSchema } from './strict-definition.ts';

/** Where a part of a pool comes from. */
export interface Provenance {
  readonly module: string;
  readonly version: string;
  readonly sum: string;
}

/** The content of schemas/kubernetes.json. */
export interface KubernetesPool {
  /** Source of each minor version, oldest first: the versions the pool covers. */
  readonly provenance: Readonly<Record<string, Provenance>>;
  /** Definition of each kind, by `apiVersion/Kind`. */
  readonly kinds: Readonly<Record<string, string>>;
  /** Texts of each definition by the minor version since which they hold; `null`: gone since then. */
  readonly definitions: Readonly<Record<string, Readonly<Record<string, JsonSchema | null>>>>;
}

/** Downloads every release and pools its definitions. */
export function kubernetesPool(): KubernetesPool {
  const provenance: Record<string, Provenance> = {};
  const kinds: Record<string, string> = {};
  const definitions: Record<string, Record<string, JsonSchema | null>> = {};
  const latest = new Map<string, string>();
  for (const release of kubernetesReleases) {
    const { folder, module, version, sum } = goModule('k8s.io/kubernetes', release);
    const minor = release.replace(/^v(\d+\.\d+)\..*$/, '$1');
    provenance[minor] = { module, version, sum };
    const found = definitionsOf(folder);
    Object.assign(kinds, found.kinds);
    for (const name of new Set([...latest.keys(), ...found.definitions.keys()])) {
      const schema = found.definitions.get(name) ?? null;
      const text = canonicalJson(schema);
      if ((latest.get(name) ?? 'null') === text) continue;
      latest.set(name, text);
      definitions[name] = { ...definitions[name], [minor]: schema };
    }
  }
  return { provenance, kinds, definitions };
}

interface Release {
  readonly kinds: Readonly<Record<string, string>>;
  readonly definitions: ReadonlyMap<string, JsonSchema>;
}

/** The definitions of one release that its kinds reach. */
function definitionsOf(folder: string): Release {
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
  const swagger: { readonly definitions: Readonly<Record<string, SwaggerSchema>> } = JSON.parse(
    read('api/openapi-spec/swagger.json'),
  );
  const facts = readGoOpenapi(read('pkg/generated/openapi/zz_generated.openapi.go'));
  const factsOf = (name: string) => facts.get(goFunctionOf(name)) ?? new Map();
  const sources = new Map(Object.keys(swagger.definitions).map((name) => [shortName(name), name]));
  const kinds = kindsOf(swagger.definitions);
  const definitions = new Map<string, JsonSchema>();
  const waiting = Object.values(kinds);
  for (let short = waiting.pop(); short !== undefined; short = waiting.pop()) {
    if (definitions.has(short)) continue;
    const name = sources.get(short) ?? '';
    const source = swagger.definitions[name];
    if (!source) throw new Error(`${folder}: no definition ${short}`);
    const strict = strictDefinition(name, source, { facts: factsOf(name), factsOf });
    definitions.set(short, strict);
    waiting.push(...referencesOf(strict));
  }
  return { kinds, definitions };
}

function kindsOf(definitions: Readonly<Record<string, SwaggerSchema>>): Record<string, string> {
  const byKind = new Map<string, string>();
  for (const [name, { 'x-kubernetes-group-version-kind': uses = [] }] of Object.entries(
    definitions,
  ))
    for (const { group, version, kind } of uses)
      byKind.set([group, version, kind].filter(Boolean).join('/'), shortName(name));
  return Object.fromEntries(
    kubernetesKinds.map((kind) => {
      const name = byKind.get(kind);
      if (name === undefined) throw new Error(`swagger.json has no ${kind}`);
      return [kind, name];
    }),
  );
}
