/** Layer 0: one field of a cron schedule; cron-schedule.ts puts five of them together. */
import { type Parsed, accepted, refused, show } from './parsed.ts';

/** The values a field matches, ascending; `star` if it was written with `*` or `?` and a step of 1, which changes how days combine. */
export interface CronField {
  readonly values: readonly number[];
  readonly star: boolean;
}

/** What a field may hold. */
export interface CronBounds {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names in place of numbers, the first standing for `min`. */
  readonly names: readonly string[];
}

/** The five fields in their order. @see https://github.com/robfig/cron/blob/v3.0.1/spec.go */
export const CRON_FIELDS = [
  { name: 'minute', min: 0, max: 59, names: [] },
  { name: 'hour', min: 0, max: 23, names: [] },
  { name: 'day of month', min: 1, max: 31, names: [] },
  {
    name: 'month',
    min: 1,
    max: 12,
    names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  { name: 'day of week', min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
] as const satisfies readonly CronBounds[];

/** Reads a comma-separated list of `*`, `?`, `5`, `1-5`, each with an optional step `/2`; `5/2` runs from 5 to the maximum. */
export function parseCronField(text: string, bounds: CronBounds): Parsed<CronField> {
  const values = new Set<number>();
  let star = false;
  for (const item of text.split(',')) {
    const range = parseRange(item, bounds);
    if (range === undefined) return refused(problem(item, bounds));
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
    star ||= range.star;
  }
  return accepted({ values: [...values].sort((a, b) => a - b), star });
}

interface CronRange {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly star: boolean;
}

function parseRange(item: string, bounds: CronBounds): CronRange | undefined {
  const [, low = '', high, stepText] = /^([^/-]+)(?:-([^/-]+))?(?:\/(\d+))?$/.exec(item) ?? [];
  const step = stepText === undefined ? 1 : Number(stepText);
  const star = (low === '*' || low === '?') && high === undefined;
  const from = star ? bounds.min : valueOf(low, bounds);
  const to =
    star || (high === undefined && stepText !== undefined)
      ? bounds.max
      : high === undefined
        ? from
        : valueOf(high, bounds);
  if (from === undefined || to === undefined || step < 1) return undefined;
  if (from < bounds.min || to > bounds.max || from > to) return undefined;
  return { from, to, step, star: star && step === 1 };
}

function valueOf(text: string, { names, min }: CronBounds): number | undefined {
  const index = names.indexOf(text.toLowerCase());
  if (index >= 0) return index + min;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function problem(item: string, { name, min, max, names }: CronBounds): string {
  const named = names.length === 0 ? '' : ` or ${names[0]} to ${names.at(-1)}`;
  const sunday = name === 'day of week' && /^7$/.test(item) ? '; Sunday is 0' : '';
  return `${show(item)} is not a ${name} (${min} to ${max}${named}, '*', a range such as '${min}-${min + 1}', a step such as '*/2')${sunday}`;
}
