/** servers › gunicorn: plain values as Python literals. */

import * as v from 'valibot';

/** A value that has a literal in Python. */
export type PythonValue =
  | string
  | number
  | boolean
  | null
  | readonly PythonValue[]
  | { readonly [key: string]: PythonValue };

/** The shape of PythonValue. */
export const pythonValueShape: v.GenericSchema<PythonValue> = v.lazy(() =>
  v.union([
    v.string(),
    v.pipe(v.number(), v.finite('A finite number.')),
    v.boolean(),
    v.null(),
    v.array(pythonValueShape),
    v.record(v.string(), pythonValueShape),
  ]),
);

/**
 * Prints a value as a Python literal on one line.
 * JSON's escapes mean the same in a Python string, and Python ends source lines at CR and LF only, which JSON escapes.
 * @see https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences
 */
export function pythonLiteral(value: PythonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return numberLiteral(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(pythonLiteral).join(', ')}]`;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}: ${pythonLiteral(item)}`).join(', ')}}`;
}

function numberLiteral(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '0' : String(value);
  return Number.isNaN(value) ? 'float("nan")' : value > 0 ? 'float("inf")' : 'float("-inf")';
}

function isList(value: PythonValue): value is readonly PythonValue[] {
  return Array.isArray(value);
}
