/** Layer 0: writes plain data as JSON, for people (indented) or to be compared and hashed (canonical). */
import { compareBytes } from './byte-order.ts';

/** The order in which the members of objects are written. */
export type KeyOrder = 'as-given' | 'sorted';

/**
 * Writes JSON with an indentation of 2 and a line feed at the end, in the order given or by the UTF-8 bytes of the keys.
 * Members that are undefined are left out.
 * @throws RangeError for what JSON.stringify loses silently: NaN and infinities, undefined items, functions, symbols,
 * half surrogate pairs
 */
export function toJson(value: unknown, order: KeyOrder = 'as-given'): string {
  return `${write(value, { order, step: '  ', colon: ': ' }, '\n', '$')}\n`;
}

/** Writes JSON on one line with sorted keys: equal data, equal text. @throws RangeError as toJson */
export function canonicalJson(value: unknown): string {
  return write(value, { order: 'sorted', step: '', colon: ':' }, '', '$');
}

interface Style {
  readonly order: KeyOrder;
  readonly step: string;
  readonly colon: string;
}

/** `line` is put before every item and before the closing bracket: a line feed with the indentation so far, or nothing. */
function write(value: unknown, style: Style, line: string, path: string): string {
  if (typeof value !== 'object' || value === null) return scalar(value, path);
  const inner = line === '' ? '' : line + style.step;
  const parts = Array.isArray(value)
    ? value.map((item, i) => write(item, style, inner, `${path}[${i}]`))
    : entries(value, style.order).map(
        ([key, member]) =>
          scalar(key, path) + style.colon + write(member, style, inner, `${path}.${key}`),
      );
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return parts.length === 0
    ? `${open}${close}`
    : `${open}${inner}${parts.join(`,${inner}`)}${line}${close}`;
}

function entries(value: object, order: KeyOrder): readonly [string, unknown][] {
  const members: [string, unknown][] = Object.entries(value).filter(
    ([, member]) => member !== undefined,
  );
  return order === 'sorted' ? members.sort(([a], [b]) => compareBytes(a, b)) : members;
}

function scalar(value: unknown, path: string): string {
  if (typeof value === 'string' && value.isWellFormed()) return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  throw new RangeError(`cannot write JSON at ${path}: ${notData(value)}`);
}

function notData(value: unknown): string {
  if (typeof value === 'string') return `${JSON.stringify(value)} has half of a surrogate pair`;
  return typeof value === 'number'
    ? `${value} is no JSON number`
    : `a value of type ${typeof value} is not data`;
}
