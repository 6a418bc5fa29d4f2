/** deploy › live objects: what a server adds to an object on its own, and who owns which fields. */

import { isRecord } from '../kubernetes/is-manifest.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { at, itemsAt, textAt } from '../diff/read-manifest.ts';

/** The name under which slipway applies. @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#managers */
export const FIELD_MANAGER = 'slipway';
/** The name under which `kubectl apply` without `--server-side` writes. */
export const CLIENT_SIDE_MANAGER = 'kubectl-client-side-apply';

/** Members of metadata that a server keeps for itself. */
const OWN_METADATA = new Set([
  ...['creationTimestamp', 'deletionGracePeriodSeconds', 'deletionTimestamp', 'generation'],
  ...['managedFields', 'resourceVersion', 'selfLink', 'uid'],
]);
/** The copy that `kubectl apply` keeps of everything it applied. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** An object without what the server and its controllers write: status, versions, owners of fields. */
export function withoutServerFields(object: Manifest): Manifest {
  const { status: _status, metadata, ...rest } = object;
  const annotations = Object.fromEntries(
    Object.entries(metadata.annotations ?? {}).filter(([key]) => key !== LAST_APPLIED),
  );
  const kept = Object.fromEntries(
    Object.entries(metadata).filter(([key]) => !OWN_METADATA.has(key) && key !== 'annotations'),
  );
  return {
    ...rest,
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: {
      ...kept,
      name: metadata.name,
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
  };
}

/** Who wrote fields of an object: the managers' names. */
export function managersOf(object: unknown): readonly string[] {
  return [
    ...new Set(
      itemsAt(object, 'metadata', 'managedFields').flatMap(
        (entry) => textAt(entry, 'manager') ?? [],
      ),
    ),
  ];
}

/** Whether slipway has applied the object. */
export function isApplied(object: unknown): boolean {
  return itemsAt(object, 'metadata', 'managedFields').some(
    (entry) => textAt(entry, 'manager') === FIELD_MANAGER && textAt(entry, 'operation') === 'Apply',
  );
}

/**
 * Owners of fields after slipway took over what `kubectl apply` wrote without `--server-side`, so that a field that is
 * left out later goes away; undefined where there is nothing to take over.
 * @see k8s.io/client-go/util/csaupgrade/upgrade.go, v0.35.4
 */
export function takenOver(object: unknown): readonly unknown[] | undefined {
  const entries = itemsAt(object, 'metadata', 'managedFields');
  const theirs = entries.find(
    (entry) =>
      textAt(entry, 'manager') === CLIENT_SIDE_MANAGER && textAt(entry, 'operation') === 'Update',
  );
  if (theirs === undefined) return undefined;
  const ours = entries.find(
    (entry) => textAt(entry, 'manager') === FIELD_MANAGER && textAt(entry, 'operation') === 'Apply',
  );
  const merged = {
    ...theirs,
    manager: FIELD_MANAGER,
    operation: 'Apply',
    fieldsV1: merge(at(ours, 'fieldsV1'), at(theirs, 'fieldsV1')),
  };
  return [merged, ...entries.filter((entry) => entry !== theirs && entry !== ours)];
}

/** The union of two sets of fields: a member stands for itself and for what is below it. */
function merge(one: unknown, other: unknown): unknown {
  if (!isRecord(one)) return other;
  if (!isRecord(other)) return one;
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(keys.map((key) => [key, merge(one[key], other[key])]));
}
