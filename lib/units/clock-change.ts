/** Layer 0: when the clock of a time zone is put forward or back. */

import { remembered } from '../text/remembered.ts';

/** Times of day that do not come, or come twice. */
export interface ClockChange {
  readonly kind: 'skipped' | 'repeated';
  /** The first of them by the clock of the zone, counted from 1970-01-01 00:00. */
  readonly startMinutes: number;
  /** Nearly always 60. */
  readonly lengthMinutes: number;
}

/** A day of the calendar. */
export interface CalendarDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly date: number;
  /** Sunday is 0. */
  readonly weekday: number;
}

/** 2026-01-01 00:00 UTC: a fixed time, so that the same description is told the same at any time. */
const FIRST_MINUTE = 1_767_225_600 / 60;
/** 11 years: within them "the last Sunday" is each of its seven dates. */
const WEEKS = 574;
/** UTC by all its names, and zones that are so many hours from it: most cron jobs, and to ask Intl for the first time takes 15 ms. */
const FIXED = /^(?:Etc\/.+|UTC|UCT|Universal|Zulu|GMT(?:[+-]?0)?|Greenwich)$/;
/** No two changes are closer than this: the shortest time between two is the month of Ramadan, in Morocco. */
const WEEK_MINUTES = 7 * 24 * 60;

/**
 * Changes of a time zone from 2026 to 2036, by the rules of today, in their order; none where there is no summer time.
 * The zone must exist. 2 ms for each zone that is asked for, 2026-11-30.
 * @see https://www.iana.org/time-zones
 */
export const clockChangesOf = remembered((timeZone: string): readonly ClockChange[] => {
  if (FIXED.test(timeZone)) return [];
  const offsetAt = offsets(timeZone);
  const changes: ClockChange[] = [];
  let before = offsetAt(FIRST_MINUTE);
  for (let week = 0; week < WEEKS; week += 1) {
    const start = FIRST_MINUTE + week * WEEK_MINUTES;
    const after = offsetAt(start + WEEK_MINUTES);
    if (after !== before) {
      const minute = firstOther(offsetAt, start, start + WEEK_MINUTES);
      changes.push({
        kind: after > before ? 'skipped' : 'repeated',
        startMinutes: minute + Math.min(before, after),
        lengthMinutes: Math.abs(after - before),
      });
    }
    before = after;
  }
  return changes;
});

/** The day on which a minute falls, counted from 1970-01-01 00:00. */
export function dayOfMinute(minutes: number): CalendarDay {
  const parts = Object.fromEntries(
    calendar('UTC')
      .formatToParts(minutes * 60_000)
      .map(({ type, value }) => [type, value]),
  );
  return {
    year: Number(parts['year']),
    month: Number(parts['month']),
    date: Number(parts['day']),
    // 1970-01-01 was a Thursday.
    weekday: (Math.floor(minutes / (24 * 60)) + 4) % 7,
  };
}

const calendar = remembered(
  (timeZone) =>
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    }),
);

/** Minutes that a zone is ahead of UTC, at a minute of UTC. */
function offsets(timeZone: string): (minute: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (minute) => {
    const [, sign, hours, minutes] =
      /GMT([+-])(\d\d):(\d\d)/.exec(format.format(minute * 60_000)) ?? [];
    if (sign === undefined) return 0;
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
}

/** The first minute with another offset than `from` has. */
function firstOther(offsetAt: (minute: number) => number, from: number, to: number): number {
  const known = offsetAt(from);
  let [same, other] = [from, to];
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (offsetAt(middle) === known) same = middle;
    else other = middle;
  }
  return other;
}
