/** Complaints about a value that has no members, or not those it should have: what is accepted, what is there, what to write instead. */

import * as v from 'valibot';
import { expectedOf, insteadOf } from './advice.ts';
import { entriesOf, isRecord, optionsOf, type Path, type Shape } from './shape-parts.ts';
import { nearestName } from './nearest-name.ts';
import type { OptionProblem } from './variant.ts';

/** What valibot says of a value, in our words. @internal */
export function leafProblems(shape: Shape, value: unknown, path: Path): readonly OptionProblem[] {
  const result = v.safeParse(shape, value);
  if (result.success) return [];
  return result.issues.map((issue) => {
    const at = [...path, ...(issue.path ?? []).map((item) => String(item.key))];
    const isOfTypes = issue.kind === 'schema' && issue.message.startsWith('Invalid');
    const { what, hint } = isOfTypes
      ? { what: amiss(expectedIn(shape, issue), issue.input), hint: undefined }
      : apart(issue.message);
    const own = issue.path === undefined ? insteadOf(shape, value, path) : undefined;
    // What is proposed must be accepted; of a member of the value only its own shape could say.
    const accepts = (proposal: unknown) => issue.path !== undefined || v.is(shape, proposal);
    const fix = own ?? hint ?? fixFor(issue.expected, issue.input, accepts);
    return { path: at.join('.'), message: what, ...(fix === undefined ? {} : { fix }) };
  });
}

/** One complaint about a whole value, where those about its members would mislead. @internal */
export function amissAt(shape: Shape, value: unknown, path: Path): OptionProblem {
  const expected = expectedOf(shape) ?? inWords('Object', keysIn([shape, ...optionsOf(shape)]));
  const fix = insteadOf(shape, value, path);
  return {
    path: path.join('.'),
    message: amiss(expected, value),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** What a parser proposes is the fix, and stands in the sentence where there is no place for one. */
function apart(message: string): { readonly what: string; readonly hint: string | undefined } {
  const [, what = '', hint = ''] = /^(.+?)(?:[;:] )(did you mean .+\?)$/is.exec(message) ?? [];
  if (hint !== '') return { what: `${what}.`, hint: sentence(hint) };
  const [, before = '', order = ''] = /^([^;]+?)(?:[;:] )(write .+\.)$/is.exec(message) ?? [];
  return order === ''
    ? { what: message, hint: undefined }
    : { what: `${before}.`, hint: sentence(order) };
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function amiss(expected: string, input: unknown): string {
  return `Expected ${expected}, got ${shown(input)}.`;
}

const LONGEST_SHOWN = 80;

/** A value as it is shown: never a password in an address, since complaints are read in logs of pipelines. */
function shown(input: unknown): string {
  if (typeof input === 'string') {
    const text = input.replace(/(:\/\/[^\s/?#:@]*:)[^\s/?#@]+@/g, '$1…@');
    return JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);
  }
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'function') return 'a function';
  return isRecord(input) ? 'an object' : String(input);
}

/** What is accepted: an object by its keys, anything else in the words of the shape. */
function expectedIn(shape: Shape, { expected, path }: v.BaseIssue<unknown>): string {
  const own = path === undefined ? expectedOf(shape) : undefined;
  if (own !== undefined) return own;
  const keys = path === undefined ? keysIn([shape, ...optionsOf(shape)]) : [];
  const names = typesIn(expected).map((name) => inWords(name, keys));
  const last = names.at(-1) ?? 'another value';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}

function keysIn(shapes: readonly Shape[]): readonly string[] {
  return Object.keys(Object.assign({}, ...shapes.map(entriesOf)));
}

const WORDS: Readonly<Record<string, string>> = {
  ...{ string: 'a text', number: 'a number', boolean: 'true or false', Array: 'a list' },
};

function inWords(type: string, keys: readonly string[]): string {
  if (type !== 'Object') return WORDS[type] ?? type;
  return keys.length === 0 ? 'an object' : `an object with ${keys.join(', ')}`;
}

/** The types that valibot names, e.g. `(number | Object)`. */
function typesIn(expected: string | null): readonly string[] {
  return expected === null ? [] : expected.replace(/[()]/g, '').split(' | ');
}

/** What to write instead, for the slips that are made most: a value of another type that means the right thing. */
function fixFor(
  expected: string | null,
  input: unknown,
  accepts: (proposal: unknown) => boolean,
): string | undefined {
  if (input === undefined || Number.isNaN(input)) {
    return 'Leave the key out, or see why it has no value: is it read from a variable that is not set?';
  }
  if (input === null) return 'Leave the key out; `null` removes a value in an environment only.';
  const types = typesIn(expected);
  if (typeof input === 'number' || typeof input === 'boolean') {
    return quoted(types, input, accepts);
  }
  if (typeof input !== 'string' || input.trim() === '') return undefined;
  return ofAnotherType(types, input.trim(), accepts);
}

/** A number or a switch where text is expected. `1.10` is the number 1.1, so that the text may be another one. */
function quoted(
  types: readonly string[],
  input: number | boolean,
  accepts: (proposal: unknown) => boolean,
): string | undefined {
  const text = String(input);
  const choice = [text, `${text}0`].find((each) => types.includes(JSON.stringify(each)));
  if (choice !== undefined) return `Put it in quotes: '${choice}'.`;
  if (!types.includes('string') || !accepts(text)) return undefined;
  return typeof input === 'number' && !Number.isInteger(input)
    ? `Put it in quotes: '${text}', or '${text}0' if that was meant; as numbers they are the same.`
    : `Put it in quotes: '${text}'.`;
}

function ofAnotherType(
  types: readonly string[],
  text: string,
  accepts: (proposal: unknown) => boolean,
): string | undefined {
  if (types.includes('number') && Number.isFinite(Number(text)))
    return `Write ${text} without quotes.`;
  if (types.includes('boolean') && ['true', 'false'].includes(text)) {
    return `Write ${text} without quotes.`;
  }
  if (types.includes('Array') && accepts(text.split(/\s+/))) {
    const words = text.split(/\s+/).map((word) => JSON.stringify(word));
    return words.length === 1
      ? `Write a list: [${words.join(', ')}].`
      : `Write a list, one word each: [${words.join(', ')}].`;
  }
  const choices = types.flatMap((type) => /^"(.*)"$/.exec(type)?.[1] ?? []);
  const nearest = nearestName(text, choices);
  return nearest === undefined ? undefined : `Did you mean '${nearest}'?`;
}
