// Test support: what a check of one object's references is handed, the contract of the parts of `danglingReferences`.
import { at, textAt } from '../kubernetes-object.ts';
import { namespaceOf } from '../pod-templates.ts';
import type { Dangling, EmittedObjects } from './emitted-objects.ts';

/** What checks found, one list for each thing they looked at. */
export type Findings = readonly (readonly Dangling[])[];

/** Checks the references an object of one kind makes. */
export type Wiring = (context: WiringContext) => Findings;

/** An object and its surroundings. */
export interface WiringContext {
  readonly object: unknown;
  readonly spec: unknown;
  /** `Service/shop-web`. */
  readonly from: string;
  readonly namespace: string;
  readonly objects: EmittedObjects;
  /** Whether a selector of this object may select several workloads. */
  readonly several: boolean;
  /** Resolves a name in the object's namespace or another; an undefined one is no reference. */
  readonly need: (
    kind: string,
    name: string | undefined,
    rest?: {
      readonly namespace?: string | undefined;
      readonly key?: string | undefined;
      readonly port?: unknown;
    },
  ) => readonly Dangling[];
}

/** The surroundings of an object. */
export function contextOf(
  object: unknown,
  objects: EmittedObjects,
  several: readonly string[],
): WiringContext {
  const from = `${textAt(object, 'kind') ?? ''}/${textAt(object, 'metadata', 'name') ?? ''}`;
  const namespace = namespaceOf(object);
  return {
    object,
    spec: at(object, 'spec'),
    from,
    namespace,
    objects,
    several: several.includes(from),
    need: (kind, name, rest = {}) => {
      if (name === undefined) return [];
      const port =
        typeof rest.port === 'string' || typeof rest.port === 'number' ? rest.port : undefined;
      const there = rest.namespace ?? namespace;
      return objects.resolve(from, { kind, name, namespace: there, key: rest.key, port });
    },
  };
}
