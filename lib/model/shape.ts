/** Checks authored values against their shape; shared by the description and by the options of variants. */

import { distance } from 'fastest-levenshtein';
import * as v from 'valibot';
import type { OptionProblem } from './variant.ts';

/** A shape: any valibot schema. Objects are `v.strictObject`, so that a misspelt key is found. @internal */
export type Shape = v.GenericSchema;

/**
 * All complaints about a value, each with its place, what is accepted there, and the nearest name for a misspelt key.
 *
 * valibot stops at the first unknown key of an object and reports every member of a union; an author wants all
 * unknown keys and only the member that was meant, so objects and unions are walked here and leaves are left to valibot.
 * @internal
 */
export function checkShape(shape: Shape, value: unknown): readonly OptionProblem[] {
  // Most descriptions are right, and a walk asks valibot anew at every level.
  return v.is(shape, value) ? [] : problemsAt(shape, value, []);
}

/**
 * Lets an environment's patch make a variant anew: the options come from a merge and are unchecked until `check` is asked.
 * The one place where an unchecked value takes the type of checked options.
 */
export function remake<Options, V>(factory: (options: Options) => V): (options: unknown) => V {
  // oxlint-disable-next-line typescript/consistent-type-assertions -- see above
  return (options) => factory(options as Options);
}

/** The accepted name nearest to a misspelt one, if it is near enough to be meant. */
export function nearestName(name: string, accepted: readonly string[]): string | undefined {
  const best = accepted
    .map((candidate) => ({
      candidate,
      far: distanceOf(name.toLowerCase(), candidate.toLowerCase()),
    }))
    .toSorted((a, b) => a.far - b.far)[0];
  return best !== undefined && best.far <= Math.max(1, Math.floor(name.length / 2.5))
    ? best.candidate
    : undefined;
}

/** Letters in another order count as one slip: `wbe` is `web`. */
function distanceOf(a: string, b: string): number {
  const letters = (text: string) => Array.from(text).toSorted().join('');
  return letters(a) === letters(b) ? Math.min(1, distance(a, b)) : distance(a, b);
}

type Path = readonly string[];

function problemsAt(shape: Shape, value: unknown, path: Path): readonly OptionProblem[] {
  const inner = wrapped(shape);
  if (inner !== undefined) {
    return value === undefined || (value === null && shape.type === 'nullable')
      ? leafProblems(shape, value, path)
      : problemsAt(inner, value, path);
  }
  if (shape.type === 'union') return unionProblems(shape, value, path);
  const nested = nestedProblems(shape, value, path);
  return nested === undefined || nested.length === 0 ? leafProblems(shape, value, path) : nested;
}

/** Complaints of the members of an object, record or list; undefined when the value is none of these. */
function nestedProblems(
  shape: Shape,
  value: unknown,
  path: Path,
): readonly OptionProblem[] | undefined {
  if (shape.type === 'strict_object' && isRecord(value)) return objectProblems(shape, value, path);
  if (shape.type === 'record' && isRecord(value)) {
    const member = schemaIn(shape, 'value');
    return Object.entries(value).flatMap(([key, item]) =>
      member === undefined ? [] : problemsAt(member, item, [...path, key]),
    );
  }
  if (shape.type === 'array' && Array.isArray(value)) {
    const member = schemaIn(shape, 'item');
    return value.flatMap((item, index) =>
      member === undefined ? [] : problemsAt(member, item, [...path, String(index)]),
    );
  }
  return undefined;
}

function objectProblems(
  shape: Shape,
  value: Readonly<Record<string, unknown>>,
  path: Path,
): readonly OptionProblem[] {
  const entries = entriesOf(shape);
  const accepted = Object.keys(entries);
  const unknown = Object.keys(value)
    .filter((key) => !accepted.includes(key) && value[key] !== undefined)
    .map((key) => unknownKey(key, entries, path));
  const known = Object.entries(entries).flatMap(([key, member]) => {
    if (value[key] === undefined) {
      // `exact_optional` may be absent, though it may not be undefined.
      const mayBeAbsent =
        member.type === 'exact_optional' || v.safeParse(member, undefined).success;
      return mayBeAbsent ? [] : [missingKey(key, path)];
    }
    return problemsAt(member, value[key], [...path, key]);
  });
  return [...unknown, ...known];
}

function unknownKey(
  key: string,
  entries: Readonly<Record<string, Shape>>,
  path: Path,
): OptionProblem {
  const accepted = Object.keys(entries);
  const deeper = accepted.filter((name) => key in keysBelow(entries[name]));
  const nearest = nearestName(key, accepted);
  return {
    path: [...path, key].join('.'),
    message: `\`${key}\` is not known here.`,
    fix:
      deeper.length > 0
        ? `Write it in ${deeper.map((name) => `\`${name}.${key}\``).join(' or ')}.`
        : nearest === undefined
          ? `Known here: ${accepted.toSorted().join(', ')}.`
          : `Did you mean \`${nearest}\`?`,
  };
}

/** The keys of an object that a member may be: what is written one level too high is found there. */
function keysBelow(member: Shape | undefined): Readonly<Record<string, Shape>> {
  if (member === undefined) return {};
  const inner = wrapped(member);
  if (inner !== undefined) return keysBelow(inner);
  const objects = member.type === 'union' ? optionsOf(member) : [member];
  return Object.assign({}, ...objects.map(entriesOf));
}

function missingKey(key: string, path: Path): OptionProblem {
  return {
    path: [...path, key].join('.'),
    message: `\`${key}\` is required.`,
    fix: `Add \`${key}\`.`,
  };
}

function unionProblems(shape: Shape, value: unknown, path: Path): readonly OptionProblem[] {
  if (v.safeParse(shape, value).success) return [];
  const meant = optionsOf(shape)
    .filter((option) => option.type === 'strict_object' && isRecord(value))
    .map((option) => ({ option, fit: fitOf(option, value) }))
    .toSorted((a, b) => b.fit - a.fit)[0];
  if (meant !== undefined) return problemsAt(meant.option, value, path);
  const list = optionsOf(shape).find((option) => option.type === 'array' && Array.isArray(value));
  if (list !== undefined) return problemsAt(list, value, path);
  const leaves = optionsOf(shape).flatMap((option) => leafProblems(option, value, path));
  const precise = leaves.find((problem) => !problem.message.startsWith('Expected'));
  return precise === undefined ? leafProblems(shape, value, path) : [precise];
}

/** How well an object fits a member of a union: known keys count, a matching literal such as `kind` decides. */
function fitOf(option: Shape, value: unknown): number {
  if (!isRecord(value)) return 0;
  return Object.entries(entriesOf(option)).reduce((sum, [key, member]) => {
    if (value[key] === undefined) return sum;
    const literal = member.type === 'literal';
    return sum + (literal ? (v.safeParse(member, value[key]).success ? 100 : -100) : 1);
  }, 0);
}

function leafProblems(shape: Shape, value: unknown, path: Path): readonly OptionProblem[] {
  const result = v.safeParse(shape, value);
  if (result.success) return [];
  return result.issues.map((issue) => {
    const fix = fixFor(issue.expected, issue.input);
    return {
      path: [...path, ...(issue.path ?? []).map((item) => String(item.key))].join('.'),
      message:
        issue.kind === 'schema' && issue.message.startsWith('Invalid')
          ? `Expected ${expectedIn(shape, issue)}, got ${issue.received}.`
          : issue.message,
      ...(fix === undefined ? {} : { fix }),
    };
  });
}

/** What is accepted: an object by its keys, anything else in the words of the shape. */
function expectedIn(shape: Shape, { expected, path }: v.BaseIssue<unknown>): string {
  const objects = path === undefined ? [shape, ...optionsOf(shape)].map(entriesOf) : [];
  const keys = Object.keys(Object.assign({}, ...objects));
  const names = typesIn(expected).map((name) => {
    if (name !== 'Object') return name;
    return keys.length === 0 ? 'an object' : `an object with ${keys.join(', ')}`;
  });
  return names.length === 0 ? 'another value' : names.join(' or ');
}

/** The types that valibot names, e.g. `(number | Object)`. */
function typesIn(expected: string | null): readonly string[] {
  return expected === null ? [] : expected.replace(/^\((.*)\)$/, '$1').split(' | ');
}

/** What to write instead, for the slips that are made most: a value of another type that means the right thing. */
function fixFor(expected: string | null, input: unknown): string | undefined {
  if (input === undefined || Number.isNaN(input)) {
    return 'Leave the key out, or see why it has no value: is it read from a variable that is not set?';
  }
  if (input === null) return 'Leave the key out; `null` removes a value in an environment only.';
  if (typeof input !== 'string' || input.trim() === '') return undefined;
  const text = input.trim();
  const types = typesIn(expected);
  if (types.includes('number') && Number.isFinite(Number(text)))
    return `Write ${text} without quotes.`;
  if (types.includes('boolean') && ['true', 'false'].includes(text)) {
    return `Write ${text} without quotes.`;
  }
  if (types.includes('Array')) {
    const words = text.split(/\s+/).map((word) => JSON.stringify(word));
    return `Write a list, one word each: [${words.join(', ')}].`;
  }
  return undefined;
}

function wrapped(shape: Shape): Shape | undefined {
  return ['optional', 'exact_optional', 'nullable', 'nullish'].includes(shape.type)
    ? schemaIn(shape, 'wrapped')
    : undefined;
}

function schemaIn(shape: Shape, key: string): Shape | undefined {
  const found: unknown = Reflect.get(shape, key);
  return isSchema(found) ? found : undefined;
}

function entriesOf(shape: Shape): Readonly<Record<string, Shape>> {
  const entries: unknown = Reflect.get(shape, 'entries');
  if (!isRecord(entries)) return {};
  return Object.fromEntries(
    Object.entries(entries).flatMap(([key, member]) => (isSchema(member) ? [[key, member]] : [])),
  );
}

function optionsOf(shape: Shape): readonly Shape[] {
  const options: unknown = Reflect.get(shape, 'options');
  return Array.isArray(options) ? options.filter(isSchema) : [];
}

function isSchema(value: unknown): value is Shape {
  return isRecord(value) && value['kind'] === 'schema';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
