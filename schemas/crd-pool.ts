// Schema generator: custom resources of all sources as one pool in which repeated parts stand once.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { crdSources } from './crd-sources.ts';
import type { CrdSource } from './crd-sources.ts';
import { goModule } from './go-module.ts';
import type { JsonSchema } from './json-schema.ts';
import type { Provenance } from './kubernetes-pool.ts';
import { shareDefinitions } from './share-definitions.ts';
import { strictResource } from './structural-schema.ts';
import type { StructuralSchema } from './structural-schema.ts';

/** The content of schemas/crds.json. */
export interface CrdPool {
  /** Sources, by module: what was taken from each, and what to know of it. */
  readonly provenance: Readonly<Record<string, Provenance & CrdSource>>;
  /** Schema of each kind, by `apiVersion/Kind`. */
  readonly kinds: Readonly<Record<string, JsonSchema>>;
  /** Parts that several schemas share. `meta.v1.ObjectMeta` is referred to, but stands in schemas/kubernetes.json. */
  readonly definitions: Readonly<Record<string, JsonSchema>>;
}

/** Downloads every source and pools its custom resources. */
export function crdPool(): CrdPool {
  const provenance: Record<string, Provenance & CrdSource> = {};
  const resources: Record<string, JsonSchema> = {};
  for (const source of crdSources) {
    const { folder, sum } = goModule(source.module, source.version);
    provenance[source.module] = { ...source, sum };
    const missing = new Set(source.kinds);
    for (const crd of crdsBelow(join(folder, source.path))) {
      if (!source.kinds.includes(crd.spec.names.kind)) continue;
      missing.delete(crd.spec.names.kind);
      for (const { name, served, schema } of crd.spec.versions)
        if (served)
          resources[`${crd.spec.group}/${name}/${crd.spec.names.kind}`] = strictResource(
            schema.openAPIV3Schema,
          );
    }
    if (missing.size > 0) throw new Error(`${source.module}: no CRD of ${[...missing].join(', ')}`);
  }
  const { roots, definitions } = shareDefinitions(resources);
  return { provenance, kinds: roots, definitions };
}

interface CustomResourceDefinition {
  readonly kind: 'CustomResourceDefinition';
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema: { readonly openAPIV3Schema: StructuralSchema };
    }[];
  };
}

function crdsBelow(path: string): readonly CustomResourceDefinition[] {
  const files = statSync(path).isDirectory()
    ? readdirSync(path).map((file) => join(path, file))
    : [path];
  return files
    .filter((file) => /\.ya?ml$/.test(file))
    .flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')))
    .map((document): unknown => document.toJS())
    .filter(isCrd);
}

function isCrd(value: unknown): value is CustomResourceDefinition {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === 'CustomResourceDefinition'
  );
}
