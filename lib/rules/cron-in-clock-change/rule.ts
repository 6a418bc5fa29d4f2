/** Plan rule: a job runs once on the days the clock changes. */

import { type ClockChange, clockChangesOf, dayOfMinute } from '../../units/clock-change.ts';
import { type CalendarSchedule, dayMatches, parseCronSchedule } from '../../units/cron-schedule.ts';
import { cronsOf, pathOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;
/** Clocks change at night: in no zone do these hours not come, or come twice. A test asks all zones. */
const STEADY = { from: 4, to: 20 } as const;
/** What runs more often does not mind. A choice. */
const MOST_HOURS = 4;

/** SW2323. @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones */
export const cronInClockChange: PlanRule = {
  code: 'SW2323',
  name: 'cron-in-clock-change',
  level: 'plan',
  severity: 'note',
  summary: 'A cron job runs at a time that is skipped or repeated when the clock changes.',
  because:
    'The controller goes by the clock of the zone: a time that does not come has no run, one that comes twice has two.',
  check: (plan) =>
    cronsOf(plan).flatMap((cron) => {
      const schedule = parseCronSchedule(cron.schedule);
      if (!schedule.ok || schedule.value.kind === 'every' || isSteady(schedule.value)) return [];
      const met = [...firstOfEach(schedule.value, cron.timeZone)];
      if (met.length === 0) return [];
      const ranges = new Set(met.map(({ change }) => rangeOf(change)));
      return [
        {
          path: `${pathOf(cron)}.schedule`,
          message: `${cron.schedule} in ${cron.timeZone}: ${met.map(({ change, minute }) => told(change, minute)).join(', and ')}.`,
          fix: `Choose a time that is not from ${[...ranges].join(' or ')}, or the time zone Etc/UTC.`,
        },
      ];
    }),
};

/** Known without asking for the zone, which takes a while the first time. */
function isSteady({ hour: { values } }: CalendarSchedule): boolean {
  return (
    values.length > MOST_HOURS || values.every((hour) => hour >= STEADY.from && hour <= STEADY.to)
  );
}

interface Met {
  readonly change: ClockChange;
  /** The scheduled minute, counted from 1970-01-01 00:00. */
  readonly minute: number;
}

/** The first change that skips a run, and the first that repeats one. */
function firstOfEach(schedule: CalendarSchedule, timeZone: string): readonly Met[] {
  const changes = clockChangesOf(timeZone);
  return (['skipped', 'repeated'] as const).flatMap((kind) => {
    for (const change of changes) {
      const minute = change.kind === kind ? firstWithin(schedule, change) : undefined;
      if (minute !== undefined) return [{ change, minute }];
    }
    return [];
  });
}

/** The first scheduled minute of those that are skipped or repeated. */
function firstWithin(
  schedule: CalendarSchedule,
  { startMinutes, lengthMinutes }: ClockChange,
): number | undefined {
  for (let minute = startMinutes; minute < startMinutes + lengthMinutes; minute += 1) {
    const ofDay = minute % DAY_MINUTES;
    if (
      schedule.minute.values.includes(ofDay % HOUR_MINUTES) &&
      schedule.hour.values.includes(Math.floor(ofDay / HOUR_MINUTES)) &&
      runsOn(schedule, minute)
    )
      return minute;
  }
  return undefined;
}

function runsOn(schedule: CalendarSchedule, minute: number): boolean {
  const { month, date, weekday } = dayOfMinute(minute);
  return schedule.month.values.includes(month) && dayMatches(schedule, date, weekday);
}

/** E.g. `2:30 does not come on 2026-03-29`. */
function told({ kind }: ClockChange, minute: number): string {
  const { year, month, date } = dayOfMinute(minute);
  const day = [year, month, date].map((part) => String(part).padStart(2, '0')).join('-');
  return `${clock(minute)} ${kind === 'skipped' ? 'does not come' : 'comes twice'} on ${day}`;
}

function rangeOf({ startMinutes, lengthMinutes }: ClockChange): string {
  return `${clock(startMinutes)} to ${clock(startMinutes + lengthMinutes)}`;
}

function clock(minutes: number): string {
  const ofDay = minutes % DAY_MINUTES;
  return `${Math.floor(ofDay / HOUR_MINUTES)}:${String(ofDay % HOUR_MINUTES).padStart(2, '0')}`;
}
