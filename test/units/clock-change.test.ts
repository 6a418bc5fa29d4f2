import { describe, expect, test } from 'vitest';
import { type ClockChange, clockChangesOf, dayOfMinute } from '../../lib/units/clock-change.ts';

const DAY_MINUTES = 24 * 60;

/** The first two changes, as a reader of an almanac would note them. */
function noted(timeZone: string): readonly string[] {
  return clockChangesOf(timeZone).slice(0, 2).map(note);
}

function note({ kind, startMinutes, lengthMinutes }: ClockChange): string {
  const { year, month, date, weekday } = dayOfMinute(startMinutes);
  const time = (startMinutes % DAY_MINUTES) / 60;
  return `${year}-${month}-${date} (${weekday}) ${time}:00 ${kind} ${lengthMinutes}`;
}

describe('clock changes', () => {
  test.each([
    ['Europe/Berlin', ['2026-3-29 (0) 2:00 skipped 60', '2026-10-25 (0) 2:00 repeated 60']],
    ['Europe/London', ['2026-3-29 (0) 1:00 skipped 60', '2026-10-25 (0) 1:00 repeated 60']],
    ['America/New_York', ['2026-3-8 (0) 2:00 skipped 60', '2026-11-1 (0) 1:00 repeated 60']],
    ['Africa/Cairo', ['2026-4-24 (5) 0:00 skipped 60', '2026-10-29 (4) 23:00 repeated 60']],
    ['Australia/Sydney', ['2026-4-5 (0) 2:00 repeated 60', '2026-10-4 (0) 2:00 skipped 60']],
    ['Australia/Lord_Howe', ['2026-4-5 (0) 1.5:00 repeated 30', '2026-10-4 (0) 2:00 skipped 30']],
    ['Antarctica/Troll', ['2026-3-29 (0) 1:00 skipped 120', '2026-10-25 (0) 1:00 repeated 120']],
  ])('of %s are those of the time zone database', (timeZone, changes) => {
    expect(noted(timeZone)).toEqual(changes);
  });

  test.each(['Etc/UTC', 'Etc/GMT+5', 'Asia/Karachi', 'Europe/Istanbul', 'Asia/Kathmandu'])(
    'there are none in %s',
    (timeZone) => {
      expect(clockChangesOf(timeZone)).toEqual([]);
    },
  );

  test('the last Sunday of March is each of its seven dates', () => {
    const dates = clockChangesOf('Europe/Berlin')
      .filter(({ kind }) => kind === 'skipped')
      .map(({ startMinutes }) => dayOfMinute(startMinutes).date);
    expect(new Set(dates)).toEqual(new Set([25, 26, 27, 28, 29, 30, 31]));
  });

  test('no zone changes its clock between 4:00 and 21:00, which SW2323 relies on', () => {
    const hours = Intl.supportedValuesOf('timeZone')
      .flatMap(clockChangesOf)
      .flatMap(({ startMinutes, lengthMinutes }) => [
        startMinutes % DAY_MINUTES,
        (startMinutes + lengthMinutes - 1) % DAY_MINUTES,
      ])
      .map((minute) => Math.floor(minute / 60));
    expect(hours.filter((hour) => hour >= 4 && hour <= 20)).toEqual([]);
    expect(hours).toContain(2);
  });
});
