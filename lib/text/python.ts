/** Layer 0: writes plain data as Python source, for configuration that is a Python module (gunicorn.conf.py). */

/** Data with an exact counterpart in Python. */
export type PythonData =
  string | number | boolean | null | readonly PythonData[] | { readonly [key: string]: PythonData };

/** Everything but printable ASCII and printable letters of other scripts; surrogates come in pairs through /u. */
const ESCAPED = /["\\\p{C}\p{Z}]/gu;
/** Most texts, told without the tables of Unicode: to build those takes a third of a millisecond of a cold start. */
const PLAIN = /^[ !#-[\]-~]*$/;
const SHORT: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  [' ', ' '],
]);
const KEYWORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

/**
 * Writes a literal: no text can end it and become code. Lists and dicts that are not empty take a line per item.
 * @throws RangeError for NaN and infinities, integers above 2^53, and half surrogate pairs
 * @example toPython(['a', true]) // '[\n    "a",\n    True,\n]'
 */
export function toPython(value: PythonData, indent = ''): string {
  if (typeof value === 'string') return pythonString(value);
  if (typeof value === 'number') return pythonNumber(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null) return 'None';
  const inner = `${indent}    `;
  if (isList(value))
    return bracketed(
      '[',
      value.map((item) => toPython(item, inner)),
      ']',
      indent,
    );
  const entries = Object.entries(value).map(
    ([key, item]) => `${pythonString(key)}: ${toPython(item, inner)}`,
  );
  return bracketed('{', entries, '}', indent);
}

/** Writes a module of assignments, `name = value`, in the order given. @throws RangeError for names that are not Python identifiers */
export function toPythonModule(assignments: { readonly [name: string]: PythonData }): string {
  return Object.entries(assignments)
    .map(([name, value]) => {
      if (/^[A-Za-z_]\w*$/.test(name) && !KEYWORDS.has(name))
        return `${name} = ${toPython(value)}\n`;
      throw new RangeError(
        `cannot write Python: ${JSON.stringify(name)} is not a name of a variable`,
      );
    })
    .join('');
}

function pythonString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed())
    throw new RangeError(
      `cannot write Python: ${JSON.stringify(text)} has half of a surrogate pair`,
    );
  return `"${text.replace(ESCAPED, escape)}"`;
}

function escape(character: string): string {
  const short = SHORT.get(character);
  if (short !== undefined) return short;
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`;
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`;
}

function pythonNumber(value: number): string {
  if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)))
    return String(value);
  throw new RangeError(`cannot write Python: ${value} has no exact spelling`);
}

function isList(
  value: readonly PythonData[] | { readonly [key: string]: PythonData },
): value is readonly PythonData[] {
  return Array.isArray(value);
}

function bracketed(open: string, lines: readonly string[], close: string, indent: string): string {
  if (lines.length === 0) return open + close;
  return `${open}\n${lines.map((line) => `${indent}    ${line},\n`).join('')}${indent}${close}`;
}
