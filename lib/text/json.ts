/** Layer 0: writes plain data as JSON, for people (indented) or to be compared and hashed (canonical). */
import { compareBytes } from './byte-order.ts';

/**
 * Writes JSON with an indentation of 2 and a line feed at the end, in the order given or with sorted keys.
 * @throws RangeError for what would be lost silently: NaN and infinities, undefined items, functions, symbols, half surrogate pairs.
 */
export function toJson(value: unknown, keys: 'as-given' | 'sorted' = 'as-given'): string {
  return `${JSON.stringify(checked(value, keys), undefined, 2)}\n`;
}

/** Writes JSON on one line with keys in UTF-8 byte order: equal data, equal text. @throws RangeError as toJson */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(checked(value, 'sorted'));
}

function checked(value: unknown, keys: 'as-given' | 'sorted', path = '$'): unknown {
  if (typeof value === 'string' && value.isWellFormed()) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.map((item, i) => checked(item, keys, `${path}[${i}]`));
  if (typeof value !== 'object')
    throw new RangeError(`cannot write JSON at ${path}: ${notData(value)}`);
  const entries: [string, unknown][] = Object.entries(value).filter(
    ([, member]) => member !== undefined,
  );
  if (keys === 'sorted') entries.sort(([a], [b]) => compareBytes(a, b));
  // A null prototype and defined members, so that a key named __proto__ survives.
  const copy: unknown = Object.create(
    null,
    Object.fromEntries(
      entries.map(([key, member]) => [key, property(checked(member, keys, `${path}.${key}`))]),
    ),
  );
  return copy;
}

function property(value: unknown): PropertyDescriptor {
  return { value, enumerable: true };
}

function notData(value: unknown): string {
  if (typeof value === 'string') return `${JSON.stringify(value)} has half of a surrogate pair`;
  return typeof value === 'number' ? `${value} is no JSON number` : `a ${typeof value} is not data`;
}
