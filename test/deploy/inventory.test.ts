// The inventory: what comes back is what was kept, and what cannot be read is not taken for empty.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  emptyInventory,
  holdsData,
  parseInventory,
  printInventory,
  union,
  without,
  withoutSecrets,
} from '../../lib/deploy/inventory.ts';
import { refKey, type ObjectRef } from '../../lib/deploy/object-ref.ts';

const refs = fc.array(
  fc.record({
    apiVersion: fc.constantFrom('v1', 'apps/v1', 'apps/v2'),
    kind: fc.constantFrom('ConfigMap', 'Deployment'),
    namespace: fc.constantFrom('a', 'b'),
    name: fc.constantFrom('x', 'y'),
  }),
);
const keys = (objects: readonly ObjectRef[]) => [...new Set(objects.map(refKey))].toSorted();

describe('an inventory', () => {
  test('comes back as it was kept', () => {
    const attempt = { id: 'x', by: 'ann', state: 'failed', beat: 2 } as const;
    const current = [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } }];
    fc.assert(
      fc.property(refs, (objects) => {
        const inventory = { ...emptyInventory('production'), revision: 3, objects, current };
        expect(parseInventory(printInventory(inventory))).toEqual(inventory);
        const tried = { ...inventory, attempt };
        expect(parseInventory(printInventory(tried))).toEqual(tried);
      }),
    );
  });

  test.each(['', 'x', '{}', '[]', 'null', '{"version":2,"environment":"a","revision":1}'])(
    'that reads %j is none',
    (text) => {
      expect(parseInventory(text)).toBeUndefined();
    },
  );

  test('prunes what was and is no more, whatever the versions of APIs', () => {
    fc.assert(
      fc.property(refs, refs, (before, after) => {
        const gone = keys(without(before, after));
        expect(gone).toEqual(keys(before).filter((key) => !keys(after).includes(key)));
        expect(keys(union(before, after))).toEqual(keys([...before, ...after]));
      }),
    );
  });

  test('knows what holds data, and keeps no Secret', () => {
    const ref = (kind: string): ObjectRef => ({ apiVersion: 'v1', kind, name: 'x' });
    expect(
      ['Namespace', 'PersistentVolumeClaim', 'Secret'].map((kind) => holdsData(ref(kind))),
    ).toEqual([...[true, true, true]]);
    expect(holdsData(ref('ConfigMap'))).toBe(false);
    const keeping = (whenDeleted: string) => ({
      spec: { persistentVolumeClaimRetentionPolicy: { whenDeleted } },
    });
    expect(holdsData(ref('StatefulSet'), keeping('Delete'))).toBe(true);
    expect(holdsData(ref('StatefulSet'), keeping('Retain'))).toBe(false);
    const of = (kind: string) => ({ apiVersion: 'v1', kind, metadata: { name: 'x' } });
    expect(withoutSecrets([of('Secret'), of('ConfigMap')])).toEqual([of('ConfigMap')]);
  });
});
