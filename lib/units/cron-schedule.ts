/** Layer 0: schedules of CronJobs, read as the controller does (robfig/cron v3, standard parser). */
import { type CronField, CRON_FIELDS, parseCronField } from './cron-field.ts';
import { parseDuration } from './duration.ts';
import { type Parsed, accepted, refused, show } from './parsed.ts';

/** When a job runs: the sets of minutes, hours and days that match, or a fixed pause between runs. */
export type CronSchedule =
  | {
      readonly kind: 'calendar';
      readonly text: string;
      readonly minute: CronField;
      readonly hour: CronField;
      readonly dayOfMonth: CronField;
      readonly month: CronField;
      readonly dayOfWeek: CronField;
    }
  | { readonly kind: 'every'; readonly text: string; readonly seconds: number };

/** A schedule by the calendar. */
export type CalendarSchedule = Extract<CronSchedule, { kind: 'calendar' }>;

const DESCRIPTORS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

/**
 * Reads a schedule: five fields, a descriptor (`@hourly`) or `@every 1h30m`.
 * A TZ= or CRON_TZ= prefix is refused as Kubernetes does: a CronJob has a timeZone field. Also refused: six fields, and dates that never come.
 * @see https://github.com/robfig/cron/blob/v3.0.1/parser.go
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/apis/batch/validation/validation.go validateScheduleFormat
 */
export function parseCronSchedule(text: string): Parsed<CronSchedule> {
  const known = READ.get(text) ?? read(text);
  READ.set(text, known);
  return known;
}

/** Schedules are few, and the same are read by every rule and in every sample of a chart. */
const READ = new Map<string, Parsed<CronSchedule>>();

function read(text: string): Parsed<CronSchedule> {
  if (text.includes('TZ'))
    return refused(
      `the schedule ${show(text)} names a time zone: Kubernetes refuses that, set timeZone beside the schedule`,
    );
  if (text.startsWith('@every ')) return parseEvery(text);
  const spec = text.startsWith('@') ? DESCRIPTORS.get(text) : text;
  if (spec === undefined) {
    return refused(
      `the schedule ${show(text)} is unknown: ${[...DESCRIPTORS.keys()].join(', ')} and '@every 1h30m' are known`,
    );
  }
  const words = spec.split(/\s+/).filter((word) => word !== '');
  if (words.length !== 5) {
    const hint = words.length === 6 ? '; there is no field for seconds' : '';
    return refused(
      `the schedule ${show(text)} has ${words.length} fields: minute, hour, day of month, month and day of week are needed${hint}`,
    );
  }
  const fields = CRON_FIELDS.map((bounds, i) => parseCronField(words[i] ?? '', bounds));
  const problems = fields.flatMap((field) => (field.ok ? [] : [field.problem]));
  const [minute, hour, dayOfMonth, month, dayOfWeek] = fields.flatMap((field) =>
    field.ok ? [field.value] : [],
  );
  if (!minute || !hour || !dayOfMonth || !month || !dayOfWeek) {
    return refused(`the schedule ${show(text)} cannot be read: ${problems.join('; ')}`);
  }
  const schedule = { kind: 'calendar', text, minute, hour, dayOfMonth, month, dayOfWeek } as const;
  return !everRuns(schedule)
    ? refused(`the schedule ${show(text)} never runs: no such day is in any of its months`)
    : accepted(schedule);
}

/** The smallest pause between two runs, in seconds, by the calendar without daylight saving changes. */
export function shortestIntervalSeconds(schedule: CronSchedule): number {
  if (schedule.kind === 'every') return schedule.seconds;
  const known = INTERVALS.get(schedule) ?? shortestInterval(schedule);
  INTERVALS.set(schedule, known);
  return known;
}

/** Days that match are found by walking through a calendar. */
const INTERVALS = new WeakMap<CalendarSchedule, number>();

function shortestInterval(schedule: CalendarSchedule): number {
  const times = schedule.hour.values.flatMap((hour) =>
    schedule.minute.values.map((minute) => hour * 60 + minute),
  );
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  const overnight = (shortestDays(schedule) ?? 1) * 1440 - (times.at(-1) ?? 0) + (times[0] ?? 0);
  return Math.min(overnight, ...gaps) * 60;
}

function parseEvery(text: string): Parsed<CronSchedule> {
  const duration = parseDuration(text.slice('@every '.length), 'keep');
  // The library cuts fractions off and raises less than a second to one.
  if (duration.ok && duration.value >= 1)
    return accepted({ kind: 'every', text, seconds: Math.floor(duration.value) });
  return refused(
    `the schedule ${show(text)} cannot be read: after @every a time of at least 1s is needed, such as '@every 1h30m'`,
  );
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** Weekdays and leap years repeat after this many years (outside century exceptions, which only make pauses longer). */
const CYCLE_YEARS = 28;

/** Longest month of each number: every weekday falls on every date within the cycle, 29 February included. */
function everRuns({ dayOfMonth, dayOfWeek, month }: CalendarSchedule): boolean {
  if (!dayOfMonth.star && !dayOfWeek.star) return true;
  const [first = Number.POSITIVE_INFINITY] = dayOfMonth.values.toSorted((a, b) => a - b);
  return month.values.some((number) => first <= (number === 2 ? 29 : (DAYS[number - 1] ?? 0)));
}

/** The fewest days from one day that matches to the next, or undefined if none ever matches. */
function shortestDays(schedule: CalendarSchedule): number | undefined {
  if (isEveryDay(schedule)) return 1;
  const matching: number[] = [];
  let day = 0;
  for (let year = 0; year < CYCLE_YEARS; year += 1) {
    for (const [index, length] of DAYS.entries()) {
      const days = index === 1 && year % 4 === 0 ? 29 : length;
      for (let date = 1; date <= days; date += 1, day += 1) {
        if (schedule.month.values.includes(index + 1) && dayMatches(schedule, date, day % 7))
          matching.push(day);
      }
    }
  }
  const first = matching[0];
  if (first === undefined) return undefined;
  return [...matching.slice(1), first + day].reduce(
    (least, next, i) => Math.min(least, next - (matching[i] ?? 0)),
    day,
  );
}

/** Most schedules: told without walking through the calendar. */
function isEveryDay({ dayOfMonth, month, dayOfWeek }: CalendarSchedule): boolean {
  return (
    dayOfMonth.values.length === 31 && month.values.length === 12 && dayOfWeek.values.length === 7
  );
}

/** Whether a date that is such a weekday (Sunday is 0) is scheduled, in a month that is. If both day fields are restricted, either is enough (spec.go dayMatches). */
export function dayMatches(
  { dayOfMonth, dayOfWeek }: Pick<CalendarSchedule, 'dayOfMonth' | 'dayOfWeek'>,
  date: number,
  weekday: number,
): boolean {
  const byDate = dayOfMonth.values.includes(date);
  const byWeekday = dayOfWeek.values.includes(weekday);
  return dayOfMonth.star || dayOfWeek.star ? byDate && byWeekday : byDate || byWeekday;
}
