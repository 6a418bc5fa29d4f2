/** resolve › sorted keys: the order in which an author writes keys decides nothing, so it is forgotten at the door. */

import { keysInOrder } from '../text/keys-in-order.ts';
import { isVariant } from '../model/variant.ts';

/** The value with the keys of every object in byte order, the options of variants included; lists keep their order. */
export function sortedKeys(value: unknown): unknown {
  if (isVariant(value)) return value.with(sortedKeys(value.options));
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    keysInOrder(value).map((key) => [key, sortedKeys(Reflect.get(value, key))]),
  );
}
