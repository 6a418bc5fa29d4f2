/** The objects that are applied together, indexed once for all rules. */

import { rememberedOf } from '../../text/remembered.ts';
import { at, type Data, isData, textAt } from './data.ts';
import { type ManifestObject, manifestObject } from './manifest-object.ts';
import { type PodTemplate, podTemplateOf } from './pod-template.ts';

export type { ManifestObject } from './manifest-object.ts';

/** What is known of what lies outside the set: objects, and the cluster itself. */
export interface OutsideObjects {
  /** Names of Secrets that somebody else makes. Absent: nothing is known. */
  readonly secrets?: readonly string[];
  /** Names of ConfigMaps and of claims that somebody else makes. Default: none. */
  readonly configMaps?: readonly string[];
  readonly claims?: readonly string[];
  /** Target version of the cluster, e.g. `1.33`. Absent: nothing is known. */
  readonly kubernetes?: string;
}

/** All objects of one application of manifests. */
export interface ManifestSet {
  readonly objects: readonly ManifestObject[];
  /** Templates of pods, whatever creates them. */
  readonly pods: readonly PodTemplate[];
  readonly outside: OutsideObjects;
}

/** Reads objects of any origin; lists are unfolded, and what is no Kubernetes object is left out. */
export function manifestSet(
  manifests: readonly unknown[],
  outside: OutsideObjects = {},
): ManifestSet {
  const objects = manifests.flatMap(unfold).map(manifestObject);
  return {
    objects,
    pods: objects.flatMap((object) => podTemplateOf(object) ?? []),
    outside,
  };
}

/** The objects of some kinds, e.g. `objectsOf(set, 'Service')`. */
export function objectsOf(
  set: ManifestSet,
  ...kinds: readonly string[]
): readonly ManifestObject[] {
  const known = byKind(set);
  const [only = '', ...others] = kinds;
  if (others.length === 0) return known.get(only) ?? NONE;
  return kinds.some((kind) => known.has(kind))
    ? set.objects.filter((object) => kinds.includes(object.kind))
    : NONE;
}

const NONE: readonly ManifestObject[] = [];

const byKind = rememberedOf((set: ManifestSet) => Map.groupBy(set.objects, ({ kind }) => kind));

/** The object of a kind and name beside another, in the same namespace. */
export function findBeside(
  set: ManifestSet,
  object: ManifestObject,
  kind: string,
  name: string,
): ManifestObject | undefined {
  return set.objects.find(
    (other) => other.kind === kind && other.name === name && sameNamespace(other, object),
  );
}

/** Whether two objects are in one namespace; an unwritten one is that of whoever applies. */
export function sameNamespace(a: ManifestObject, b: ManifestObject): boolean {
  return a.namespace === b.namespace;
}

/** `Kind/name`, as complaints call an object. */
export function nameOf(object: ManifestObject): string {
  return `${object.kind}/${object.name}`;
}

/** The names of the objects of a kind in a namespace, for messages; `none` when there are none. */
export function namesBeside(set: ManifestSet, object: ManifestObject, kind: string): string {
  const names = objectsOf(set, kind)
    .filter((other) => sameNamespace(other, object))
    .map(({ name }) => name);
  return names.length === 0 ? 'none' : names.toSorted().join(', ');
}

function unfold(manifest: unknown): readonly Data[] {
  if (!isData(manifest)) return [];
  const items = at(manifest, 'items');
  if (textAt(manifest, 'kind')?.endsWith('List') === true && Array.isArray(items)) {
    return items.flatMap(unfold);
  }
  return textAt(manifest, 'kind') === undefined ? [] : [manifest];
}
