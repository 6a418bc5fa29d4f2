/** Checks authored values against their shape; shared by the description and by the options of variants. */

import * as v from 'valibot';
import { expectedOf, insteadOfKey } from './advice.ts';
import { amissAt, leafProblems } from './leaf-problems.ts';
import { nearestName } from './nearest-name.ts';
import {
  entriesOf,
  isRecord,
  optionsOf,
  type Path,
  schemaIn,
  type Shape,
  wrapped,
} from './shape-parts.ts';
import type { OptionProblem } from './variant.ts';

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

function problemsAt(shape: Shape, value: unknown, path: Path): readonly OptionProblem[] {
  const inner = wrapped(shape);
  if (inner !== undefined) {
    return value === undefined || (value === null && shape.type === 'nullable')
      ? leafProblems(shape, value, path)
      : problemsAt(inner, value, path);
  }
  if (shape.type === 'union') return unionProblems(shape, value, path);
  // valibot takes a list for an object, and would ask for the keys.
  if (isOfKeys(shape) && Array.isArray(value)) return [amissAt(shape, value, path)];
  const nested = nestedProblems(shape, value, path);
  return nested === undefined || nested.length === 0 ? leafProblems(shape, value, path) : nested;
}

function isOfKeys({ type }: Shape): boolean {
  return type === 'strict_object' || type === 'record';
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
    .map((key) => unknownKey(key, { shape, entries }, path));
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
  { shape, entries }: { readonly shape: Shape; readonly entries: Readonly<Record<string, Shape>> },
  path: Path,
): OptionProblem {
  const meant = insteadOfKey(shape, key);
  const accepted = Object.keys(entries);
  const deeper = accepted.filter((name) => key in keysBelow(entries[name]));
  const nearest = nearestName(key, accepted);
  return {
    path: [...path, key].join('.'),
    message: `\`${key}\` is not known here.`,
    fix:
      meant ??
      (deeper.length > 0
        ? `Write it in ${deeper.map((name) => `\`${name}.${key}\``).join(' or ')}.`
        : nearest === undefined
          ? `Known here: ${accepted.toSorted().join(', ')}.`
          : `Did you mean \`${nearest}\`?`),
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
  // Where none of the kinds is named, the keys of the first would be asked for.
  if (meant !== undefined && expectedOf(shape) !== undefined && meant.fit < OF_KIND) {
    return [amissAt(shape, value, path)];
  }
  if (meant !== undefined) return problemsAt(meant.option, value, path);
  const list = optionsOf(shape).find((option) => option.type === 'array' && Array.isArray(value));
  if (list !== undefined) return problemsAt(list, value, path);
  const leaves = optionsOf(shape).flatMap((option) => leafProblems(option, value, path));
  const precise = leaves.find((problem) => !problem.message.startsWith('Expected'));
  return precise === undefined ? leafProblems(shape, value, path) : [precise];
}

/** More than there are keys. */
const OF_KIND = 100;

/** How well an object fits a member of a union: known keys count, a matching literal such as `kind` decides. */
function fitOf(option: Shape, value: unknown): number {
  if (!isRecord(value)) return 0;
  return Object.entries(entriesOf(option)).reduce((sum, [key, member]) => {
    if (value[key] === undefined) return sum;
    const literal = member.type === 'literal';
    return sum + (literal ? (v.safeParse(member, value[key]).success ? OF_KIND : -OF_KIND) : 1);
  }, 0);
}
