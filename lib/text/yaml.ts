/** Layer 0: writes plain data as YAML in block style, in the order given; every manifest and values file passes here. */
import { placeOfFault } from './place-of-fault.ts';
import { remembered } from './remembered.ts';
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
    throw new RangeError(`cannot write YAML at ${placeOfFault(value, document)}: ${error.message}`);
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
  const inner = deeper(line);
  let text = '';
  for (const name of Object.keys(mapping)) {
    const value = mapping[name];
    if (value === undefined) continue;
    const key = keyOf(name);
    if (text !== '') text += line;
    text += key.length > LONGEST_IMPLICIT_KEY ? `? ${key.slice(0, -1)}${line}:` : key;
    if (typeof value === 'string') text += ` ${yamlString(value, inner)}`;
    else if (Array.isArray(value) && value.length > 0) text += line + items(value, line);
    else if (!isMapping(value)) text += ` ${scalar(value, inner)}`;
    else {
      const nested = members(value, inner);
      if (nested === '') text += ' {}';
      else text += inner + nested;
    }
  }
  return text;
}

/** A key with its colon: objects have the same members, over and over. */
const keyOf = remembered((name) => `${yamlKey(name)}:`);

/** Indentations that are one text each, instead of texts put together at every object. */
const LINES: readonly string[] = Array.from({ length: MAX_DEPTH + 1 }, (_, depth) =>
  ['\n', ' '.repeat(2 * depth)].join(''),
);

/** The next indentation. @throws RangeError where data is too deep */
function deeper(line: string): string {
  const next = LINES[(line.length + 1) / 2];
  if (next === undefined) throw new RangeError('the data is too deep: does it contain itself?');
  return next;
}

/** The items of a list, each after its dash. */
function items(list: readonly unknown[], line: string): string {
  const inner = deeper(line);
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
