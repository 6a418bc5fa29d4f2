/** Layer 0: writes plain data as YAML in block style, in the order given; every manifest and values file passes here. */
import { yamlKey, yamlNumber, yamlString } from './yaml-scalar.ts';

/** Deeper than any manifest; reached only by data that contains itself. */
const MAX_DEPTH = 200;
/** libyaml and Go's yaml give up looking for the ':' of a key after 1024 characters. */
const LONGEST_IMPLICIT_KEY = 1000;

/**
 * Writes one document, ending in a line feed. Members that are undefined are left out.
 * Lists stand at the indentation of their key, as kubectl and Helm write them.
 * @throws RangeError naming the place, for what YAML cannot hold: functions, symbols, bigints, undefined items, NaN,
 * half surrogate pairs, instances of classes, and data that contains itself.
 */
export function toYaml(value: unknown): string {
  try {
    return `${document(value)}\n`;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`cannot write YAML at ${placeOfFault(value)}: ${error.message}`);
  }
}

/** Writes documents one after another, separated by `---` lines; no documents are no text. */
export function toYamlDocuments(values: readonly unknown[]): string {
  return values.map(toYaml).join('---\n');
}

function document(value: unknown): string {
  if (Array.isArray(value) && value.length > 0) return items(value, '\n');
  return isMapping(value) ? members(value, '\n') || '{}' : scalar(value, '\n  ');
}

/** The members of a mapping; `line` is a line feed and their indentation, put between them. */
function members(mapping: Readonly<Record<string, unknown>>, line: string): string {
  if (line.length > 2 * MAX_DEPTH)
    throw new RangeError('the data is too deep: does it contain itself?');
  let text = '';
  for (const name of Object.keys(mapping)) {
    const value = mapping[name];
    if (value === undefined) continue;
    const key = yamlKey(name);
    if (text !== '') text += line;
    text += key.length > LONGEST_IMPLICIT_KEY ? `? ${key}${line}:` : `${key}:`;
    text += afterKey(value, line);
  }
  return text;
}

function afterKey(value: unknown, line: string): string {
  if (typeof value === 'string') return ` ${yamlString(value, `${line}  `)}`;
  if (Array.isArray(value) && value.length > 0) return line + items(value, line);
  if (!isMapping(value)) return ` ${scalar(value, `${line}  `)}`;
  const inner = `${line}  `;
  const text = members(value, inner);
  return text === '' ? ' {}' : inner + text;
}

/** The items of a list, each after its dash. */
function items(list: readonly unknown[], line: string): string {
  if (line.length > 2 * MAX_DEPTH)
    throw new RangeError('the data is too deep: does it contain itself?');
  const inner = `${line}  `;
  let text = '';
  for (const value of list) {
    text += text === '' ? '- ' : `${line}- `;
    if (Array.isArray(value) && value.length > 0) text += items(value, inner);
    else text += isMapping(value) ? members(value, inner) || '{}' : scalar(value, inner);
  }
  return text;
}

function scalar(value: unknown, line: string): string {
  if (typeof value === 'string') return yamlString(value, line);
  if (typeof value === 'number') return yamlNumber(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value === null) return 'null';
  if (Array.isArray(value)) return '[]';
  throw new RangeError(`a value of type ${typeof value} is not data`);
}

/** True for an object that is written as a mapping. @throws RangeError for instances of classes (Date, Map), whose content would be lost */
function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // A plain object of another realm (a user's script in a vm) has another Object.prototype.
  if (
    prototype === null ||
    prototype === Object.prototype ||
    Object.getPrototypeOf(prototype) === null
  )
    return true;
  throw new RangeError(`an instance of ${value.constructor.name} is not plain data`);
}

/** Finds what cannot be written, after the fact: the fast path keeps no track of where it is. */
function placeOfFault(value: unknown, path = '$', depth = 0): string {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return path;
  const list = Array.isArray(value);
  for (const [name, child] of Object.entries(value)) {
    const here = list ? `${path}[${name}]` : `${path}.${name}`;
    if (!isWritable(name) || (child === undefined ? list : !isWritable(child))) {
      return placeOfFault(child, here, depth + 1);
    }
  }
  return path;
}

function isWritable(value: unknown): boolean {
  try {
    document(value);
    return true;
  } catch {
    return false;
  }
}
