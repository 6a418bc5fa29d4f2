/** Layer 0: writes plain data as JSON, for people (indented) or to be compared and hashed (canonical). */
import { compareBytes } from './byte-order.ts';
import { keysInOrder } from './keys-in-order.ts';
import { placeOfFault } from './place-of-fault.ts';

/** The order in which the members of objects are written. */
export type KeyOrder = 'as-given' | 'sorted';

/**
 * Writes JSON with an indentation of 2 and a line feed at the end, in the order given or by the UTF-8 bytes of the keys.
 * Members that are undefined are left out.
 * @throws RangeError for what JSON.stringify loses silently: NaN and infinities, undefined items, functions, symbols,
 * half surrogate pairs
 */
export function toJson(value: unknown, order: KeyOrder = 'as-given'): string {
  return `${text(value, { order, step: '  ', colon: ': ' }, '\n')}\n`;
}

/** Writes JSON on one line with sorted keys: equal data, equal text. @throws RangeError as toJson */
export function canonicalJson(value: unknown): string {
  return text(value, { order: 'sorted', step: '', colon: ':' }, '');
}

function text(value: unknown, style: Style, line: string): string {
  try {
    return write(value, style, line);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const place = placeOfFault(value, (part) => write(part, style, line));
    throw new RangeError(`cannot write JSON at ${place}: ${error.message}`);
  }
}

interface Style {
  readonly order: KeyOrder;
  readonly step: string;
  readonly colon: string;
}

/** `line` is put before every item and before the closing bracket: a line feed with the indentation so far, or nothing. */
function write(value: unknown, style: Style, line: string): string {
  if (typeof value !== 'object' || value === null) return scalar(value);
  const inner = line === '' ? '' : line + style.step;
  let parts = '';
  if (Array.isArray(value)) {
    for (const item of value)
      parts += (parts === '' ? inner : `,${inner}`) + write(item, style, inner);
    return parts === '' ? '[]' : `[${parts}${line}]`;
  }
  for (const [key, member] of entries(value, style.order)) {
    if (member === undefined) continue;
    parts += (parts === '' ? inner : `,${inner}`) + scalar(key) + style.colon;
    parts += write(member, style, inner);
  }
  return parts === '' ? '{}' : `{${parts}${line}}`;
}

function entries(value: object, order: KeyOrder): readonly [string, unknown][] {
  if (order === 'as-given') return Object.entries(value);
  const keys = keysInOrder(value);
  const inBytes = keys.some((key) => HIGH.test(key)) ? keys.toSorted(compareBytes) : keys;
  return inBytes.map((key) => [key, Reflect.get(value, key)]);
}

/** Where code units and bytes are in another order: see compareBytes. */
const HIGH = /[\ud800-\uffff]/;

function scalar(value: unknown): string {
  if (typeof value === 'string' && value.isWellFormed()) return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  throw new RangeError(notData(value));
}

function notData(value: unknown): string {
  if (typeof value === 'string') return `${JSON.stringify(value)} has half of a surrogate pair`;
  return typeof value === 'number'
    ? `${value} is no JSON number`
    : `a value of type ${typeof value} is not data`;
}
