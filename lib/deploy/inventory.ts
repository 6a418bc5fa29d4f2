/** deploy › inventory: what was applied for a service, kept in a ConfigMap beside it; nothing else is ever pruned. */

import { deletes } from '../diff/stored-effects.ts';
import { isManifest, isRecord } from '../kubernetes/is-manifest.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { canonicalJson } from '../text/json.ts';
import { type ObjectRef, refKey } from './object-ref.ts';

/** A deployment that has begun: who is at it, and whether it still moves. */
export interface Attempt {
  /** Chance; tells one attempt from another. */
  readonly id: string;
  /** Who runs it, e.g. `ann@laptop`. */
  readonly by: string;
  readonly state: 'running' | 'interrupted' | 'failed';
  /** Grows while it runs, so that others see that it lives. */
  readonly beat: number;
}

/** What is known of a service's deployments in one environment. */
export interface Inventory {
  readonly environment: string;
  /** Number of deployments that succeeded. */
  readonly revision: number;
  /** Everything that was ever applied and not yet pruned. */
  readonly objects: readonly ObjectRef[];
  /** The last deployment, where it did not succeed. */
  readonly attempt?: Attempt;
  /** Manifests of the last deployment that succeeded. */
  readonly current: readonly Manifest[];
  /** Manifests of the one before. */
  readonly previous: readonly Manifest[];
}

/** A service that was never deployed. */
export function emptyInventory(environment: string): Inventory {
  return { environment, revision: 0, objects: [], current: [], previous: [] };
}

/** Name of the ConfigMap of a service's inventory. */
export function inventoryName(service: string): string {
  return `${service}-inventory`;
}

/** The inventory as text, or undefined when it is none that this version can read. */
export function parseInventory(text: string): Inventory | undefined {
  const read = parseJson(text);
  if (!isRecord(read) || read['version'] !== 1) return undefined;
  const { environment, revision, objects, attempt, current, previous } = read;
  if (typeof environment !== 'string' || typeof revision !== 'number') return undefined;
  return {
    environment,
    revision,
    objects: Array.isArray(objects) ? objects.filter(isRef) : [],
    ...(isAttempt(attempt) ? { attempt } : {}),
    current: Array.isArray(current) ? current.filter(isManifest) : [],
    previous: Array.isArray(previous) ? previous.filter(isManifest) : [],
  };
}

/** The inventory as text. */
export function printInventory(inventory: Inventory): string {
  return canonicalJson({ version: 1, ...inventory });
}

/** Both lists, each object once; the newer version of its API wins. */
export function union(
  before: readonly ObjectRef[],
  after: readonly ObjectRef[],
): readonly ObjectRef[] {
  return [...new Map([...before, ...after].map((ref) => [refKey(ref), ref])).values()];
}

/** What is in the first list and not in the second. */
export function without(
  before: readonly ObjectRef[],
  after: readonly ObjectRef[],
): readonly ObjectRef[] {
  const kept = new Set(after.map(refKey));
  return before.filter((ref) => !kept.has(refKey(ref)));
}

/** Kinds whose objects hold what does not come back: they are pruned only when that is allowed. */
const HOLDS_DATA = new Set([
  'Namespace',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'CustomResourceDefinition',
  'Secret',
]);

/** Whether pruning the object loses data; of a StatefulSet its live state tells whether the claims of its pods go too. */
export function holdsData({ kind }: ObjectRef, live?: unknown): boolean {
  return HOLDS_DATA.has(kind) || (kind === 'StatefulSet' && deletes(live, 'whenDeleted'));
}

/** Manifests as they are kept for a way back: what a Secret holds is copied nowhere. */
export function withoutSecrets(manifests: readonly Manifest[]): readonly Manifest[] {
  return manifests.filter(({ apiVersion, kind }) => !(apiVersion === 'v1' && kind === 'Secret'));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRef(value: unknown): value is ObjectRef {
  return (
    isRecord(value) &&
    typeof value['apiVersion'] === 'string' &&
    typeof value['kind'] === 'string' &&
    typeof value['name'] === 'string'
  );
}

function isAttempt(value: unknown): value is Attempt {
  return (
    isRecord(value) &&
    typeof value['id'] === 'string' &&
    typeof value['by'] === 'string' &&
    typeof value['beat'] === 'number' &&
    ['running', 'interrupted', 'failed'].includes(String(value['state']))
  );
}
