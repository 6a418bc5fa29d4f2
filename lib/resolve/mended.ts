/**
 * resolve › mended: a description without what its shape refuses. It is resolved for its errors alone, so that mistakes
 * which have nothing to do with one another need one round and not two.
 */

import type { Finding } from '../model/finding.ts';
import { checkShape } from '../model/shape.ts';
import type { ServiceSpec } from '../model/spec/service-spec.ts';
import { isVariant, type OptionProblem } from '../model/variant.ts';
import { serviceShape } from './shape/service-shape.ts';

/** What is left, and what may be said of it. */
export interface Mended {
  readonly spec: ServiceSpec;
  /** Whether a complaint is about something else than what was taken away. */
  readonly concerns: (finding: Finding) => boolean;
}

/** Sections whose members are named by others: without one of them, those would be blamed. */
const NAMED: readonly string[] = [
  ...['webs', 'workers', 'crons', 'tasks', 'needs', 'volumes', 'secrets'],
];

/** Told with mistakes of shape already, of the whole description. */
const TOLD: readonly string[] = ['SW2109', 'SW2158', 'SW2162', 'SW2164', 'SW2167', 'SW2190'];

/** The rest of a description, where it stands by itself; `variantProblems` says what variants say of their options. */
export function mendedSpec(
  spec: unknown,
  problems: readonly OptionProblem[],
  variantProblems: (spec: unknown) => readonly OptionProblem[],
): Mended | undefined {
  const paths = problems.map(({ path }) => path);
  if (paths.some(isNeeded)) return undefined;
  const rest = paths.reduce<unknown>(
    (value, path, index) => without(value, adjusted(path, paths.slice(0, index))),
    spec,
  );
  if (checkShape(serviceShape, rest).length > 0 || variantProblems(rest).length > 0) {
    return undefined;
  }
  const about = problems.map(({ path, message }) =>
    // A misspelt key may stand for any of its neighbours.
    message.endsWith('is not known here.') ? path.split('.').slice(0, -1).join('.') : path,
  );
  return isSpec(rest)
    ? {
        spec: rest,
        concerns: ({ code, severity, path }) =>
          severity === 'error' &&
          !TOLD.includes(code) &&
          !about.some((removed) => isWithin(path, removed) || isWithin(removed, path)),
      }
    : undefined;
}

function isNeeded(path: string): boolean {
  const [section = '', ...below] = path.split('.');
  return below.length === 0 || (below.length === 1 && NAMED.includes(section));
}

/** Items of a list move up when one before them is taken away. */
function adjusted(path: string, before: readonly string[]): string {
  const steps = path.split('.');
  const list = steps.slice(0, -1).join('.');
  const index = Number(steps.at(-1));
  const gone = before.filter((other) => {
    const [last = '', ...rest] = other.split('.').toReversed();
    return rest.toReversed().join('.') === list && Number(last) < index;
  });
  return Number.isInteger(index) && gone.length > 0 ? `${list}.${index - gone.length}` : path;
}

/** A value without a member; names of members may hold dots themselves. */
function without(value: unknown, path: string): unknown {
  if (isVariant(value)) return value.with(without(value.options, path));
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => kept(String(index), item, path));
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      kept(key, member, path).map((each) => [key, each]),
    ),
  );
}

function kept(key: string, member: unknown, path: string): readonly unknown[] {
  if (path === key) return [];
  return [path.startsWith(`${key}.`) ? without(member, path.slice(key.length + 1)) : member];
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`);
}

/** True after `serviceShape` accepted the value; written as a guard because a schema of variants cannot carry their types. */
export function isSpec(value: unknown): value is ServiceSpec {
  return typeof value === 'object' && value !== null;
}
