import { describe, expect, test } from 'vitest';
import { parseCronSchedule, shortestIntervalSeconds } from '../../lib/units/cron-schedule.ts';
import { must } from '../../lib/units/parsed.ts';
import { vectors } from './vectors.ts';

describe('a cron schedule', () => {
  test('is read, refused and repeated as the controller does', () => {
    const different = vectors('cron').filter(([text, kind, ...expected]) => {
      const parsed = parseCronSchedule(text);
      if (kind === 'every') {
        const [seconds] = expected;
        return !parsed.ok || shortestIntervalSeconds(parsed.value) !== seconds;
      }
      const gap = expected.at(-1);
      // A schedule that never runs is accepted there and refused here.
      if (kind === null || gap === 0) return parsed.ok;
      if (!parsed.ok || parsed.value.kind !== 'calendar') return true;
      const { minute, hour, dayOfMonth, month, dayOfWeek } = parsed.value;
      const ours = [minute, hour, dayOfMonth, month, dayOfWeek].map(
        (field) => `${field.values.join(',')}${field.star ? '*' : ''}`,
      );
      return (
        JSON.stringify([...ours, shortestIntervalSeconds(parsed.value)]) !==
        JSON.stringify(expected)
      );
    });
    expect(different).toEqual([]);
  });

  test.each([
    '',
    '0 0 31 2 *',
    '0 0 30 2 *',
    '0 0 31 4,6,9,11 *',
    ', * * * *',
    '1,,2 * * * *',
    '*-5 * * * *',
  ])('%j is refused though the library takes it or nothing would ever run', (text) => {
    expect(parseCronSchedule(text).ok).toBe(false);
  });

  test.each([
    ['* * * * * *', 'no field for seconds'],
    ['TZ=Europe/Berlin 0 3 * * *', 'timeZone'],
    ['0 0 * * 7', 'Sunday is 0'],
    ['61 * * * *', '"61" is not a minute (0 to 59'],
    ['0 25 * foo *', '"foo" is not a month'],
    ['@reboot', '@hourly'],
    ['@every 10ms', 'at least 1s'],
  ])('%s is refused with a word on %s', (text, word) => {
    expect(parseCronSchedule(text)).toMatchObject({ problem: expect.stringContaining(word) });
  });

  test('names every field that is wrong, not the first only', () => {
    expect(parseCronSchedule('61 25 * * *')).toMatchObject({
      problem: expect.stringMatching(/"61".*"25"/),
    });
  });

  test.each([
    ['*/5 * * * *', 300],
    ['0 3 * * *', 86_400],
    ['0 23,1 * * *', 7200],
    ['0 0 29 2 *', 4 * 365.25 * 86_400],
    ['@every 90s', 90],
  ])('%s has at least its pause between runs', (text, seconds) => {
    expect(shortestIntervalSeconds(must(parseCronSchedule(text)))).toBe(seconds);
  });
});
