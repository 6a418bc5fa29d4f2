import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keysInOrder } from '../../lib/text/keys-in-order.ts';
import { nastyString } from './nasty.ts';

test('keys come in the order of Array.sort, few and many, numbers and emoji too', () => {
  fc.assert(
    fc.property(fc.uniqueArray(nastyString, { maxLength: 60 }), (keys) => {
      const object = Object.fromEntries(keys.map((key) => [key, 1]));
      expect(keysInOrder(object)).toEqual(Object.keys(object).sort());
    }),
  );
});
