/** diff: two sets of objects become a list of changes, each with its fields and what it does to a cluster. */

import type { Manifest } from '../kubernetes/manifest.ts';
import { compareBytes } from '../text/byte-order.ts';
import { EFFECT_KINDS, type ObjectChange, type PlacedObject } from './change.ts';
import { effectsOf } from './effects-of.ts';
import { fieldChanges } from './field-changes.ts';
import { hideSecrets } from './hide-secrets.ts';

/** All changes from one set to another: by environment, the worst first, then by name. */
export function diffObjects(
  before: readonly PlacedObject[],
  after: readonly PlacedObject[],
): readonly ObjectChange[] {
  const was = byIdentity(before);
  const is = byIdentity(after);
  const beside = {
    before: Map.groupBy(before, ({ environment }) => environment),
    after: Map.groupBy(after, ({ environment }) => environment),
  };
  const manifests = (side: 'before' | 'after', environment: string): readonly Manifest[] =>
    (beside[side].get(environment) ?? []).map(({ manifest }) => manifest);
  const changes = [...new Set([...is.keys(), ...was.keys()])].flatMap((identity) => {
    const [old, now] = [was.get(identity), is.get(identity)];
    const one = now ?? old;
    if (one === undefined) return [];
    const fields = fieldChanges(old?.manifest, now?.manifest);
    if (fields.length === 0) return [];
    const { namespace, name } = one.manifest.metadata;
    const change: ObjectChange = {
      environment: one.environment,
      ...(namespace === undefined ? {} : { namespace }),
      object: `${one.manifest.kind}/${name}`,
      action: old === undefined ? 'added' : now === undefined ? 'removed' : 'changed',
      fields: old === undefined || now === undefined ? [] : hideSecrets(one.manifest.kind, fields),
      effects: effectsOf({
        ...(old === undefined ? {} : { before: old.manifest }),
        ...(now === undefined ? {} : { after: now.manifest }),
        beside: {
          before: manifests('before', one.environment),
          after: manifests('after', one.environment),
        },
      }),
    };
    return [change];
  });
  return changes.toSorted(
    (a, b) =>
      compareBytes(a.environment, b.environment) ||
      rank(a) - rank(b) ||
      compareBytes(a.object, b.object) ||
      compareBytes(a.namespace ?? '', b.namespace ?? ''),
  );
}

function rank({ effects: [worst] }: ObjectChange): number {
  return worst === undefined ? EFFECT_KINDS.length : EFFECT_KINDS.indexOf(worst.kind);
}

/** By group, kind, namespace and name: a newer version of an API is the same object. */
function byIdentity(objects: readonly PlacedObject[]): ReadonlyMap<string, PlacedObject> {
  return new Map(
    objects.map((object) => {
      const { apiVersion, kind, metadata } = object.manifest;
      const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
      const parts = [object.environment, group, kind, metadata.namespace ?? '', metadata.name];
      return [parts.join('\n'), object];
    }),
  );
}
