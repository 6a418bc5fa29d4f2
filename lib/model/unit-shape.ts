/** Leaves of shapes that hold a unit: text or a number, read by a parser of `units/` whose problem becomes the complaint. */

import * as v from 'valibot';
import { type Parsed, accepted, refused } from '../units/parsed.ts';
import { goDuration, parseDuration } from '../units/duration.ts';
import { parseCpu, parseMemory, parseStorage } from '../units/resource-amount.ts';
import { parseIntOrPercent } from '../units/percent.ts';

/** Text that a parser accepts. @internal */
export function textOf(parse: (text: string) => Parsed<unknown>) {
  return v.pipe(
    v.string(),
    v.rawCheck(({ dataset, addIssue }) => {
      if (dataset.typed) report(parse(dataset.value), addIssue);
    }),
  );
}

/** A number or text that a parser accepts. @internal */
export function amountOf(parse: (input: string | number) => Parsed<unknown>) {
  return v.pipe(
    v.union([v.number(), v.string()]),
    v.rawCheck(({ dataset, addIssue }) => {
      if (dataset.typed) report(parse(dataset.value), addIssue);
    }),
  );
}

/** A length of time: whole seconds, or text such as `90s`, `1h30m`. @internal */
export const durationShape = amountOf((input) => parseDuration(input));

/** The longest wait for an answer that a number without a unit may say: who counts in milliseconds writes more. */
const LONGEST_WAIT_SECONDS = 3600;

/** A length of time that somebody waits for an answer. A number above an hour needs a unit: `30000` is 30 s to many libraries. @internal */
export const waitShape = v.pipe(
  durationShape,
  v.rawCheck(({ dataset, addIssue }) => {
    if (dataset.typed) report(parseWait(dataset.value), addIssue);
  }),
);

function parseWait(input: string | number): Parsed<unknown> {
  if (typeof input === 'string' || input <= LONGEST_WAIT_SECONDS) return accepted(input);
  const long = `${input} is in seconds, ${goDuration(input)}, longer than anybody waits for an answer`;
  return input % 1000 === 0
    ? asked(long, input)
    : refused(`${long}: write it with its unit, '${input}s', if it is meant`);
}

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

/**
 * A length of time that work or a pause may take, hours among them. A number of whole thousands that is no whole number of
 * hours, or more than a day, needs a unit: `30000` is 30 s to many libraries. @internal
 */
export const workShape = v.pipe(
  durationShape,
  v.rawCheck(({ dataset, addIssue }) => {
    if (dataset.typed) report(parseWork(dataset.value), addIssue);
  }),
);

function parseWork(input: string | number): Parsed<unknown> {
  if (typeof input === 'string' || input <= HOUR_SECONDS || input % 1000 !== 0) {
    return accepted(input);
  }
  return input % HOUR_SECONDS === 0 && input <= DAY_SECONDS
    ? accepted(input)
    : asked(`${input} is in seconds, ${goDuration(input)}`, input);
}

function asked(long: string, input: number): Parsed<unknown> {
  return refused(`${long}; did you mean '${input / 1000}s', or '${input}s' with its unit?`);
}

/** CPU in cores or as a quantity. @internal */
export const cpuShape = amountOf(parseCpu);

/** Memory as a quantity. @internal */
export const memoryShape = amountOf((input) => parseMemory(String(input)));

/** Storage as a quantity. @internal */
export const storageShape = amountOf((input) => parseStorage(String(input)));

/** A count of pods or a percentage. @internal */
export const intOrPercentShape = amountOf((input) => parseIntOrPercent(input));

/** A whole number within bounds, both inclusive. @internal */
export function wholeNumber(min: number, max: number, what: string) {
  const message = `${what} is a whole number from ${min} to ${max}`;
  return v.pipe(
    v.number(),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const value = dataset.value;
      if (!Number.isInteger(value) || value < min || value > max) {
        addIssue({ message: `${message}; ${value} is not.` });
      }
    }),
  );
}

/** A number within bounds, both inclusive. @internal */
export function numberBetween(min: number, max: number, what: string) {
  return v.pipe(
    v.number(),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed || (dataset.value >= min && dataset.value <= max)) return;
      addIssue({ message: `${what} is a number from ${min} to ${max}; ${dataset.value} is not.` });
    }),
  );
}

function report(parsed: Parsed<unknown>, addIssue: (info: { message: string }) => void): void {
  if (!parsed.ok)
    addIssue({ message: /[.?]$/.test(parsed.problem) ? parsed.problem : `${parsed.problem}.` });
}
