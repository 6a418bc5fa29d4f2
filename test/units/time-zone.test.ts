import { expect, test } from 'vitest';
import { parseTimeZone } from '../../lib/units/time-zone.ts';

test.each([
  'Europe/Berlin',
  'Etc/UTC',
  'UTC',
  'America/Argentina/Buenos_Aires',
  'Asia/Kolkata',
  'Etc/GMT+5',
  'US/Eastern',
])('the time zone %s is accepted', (text) => {
  expect(parseTimeZone(text)).toEqual({ ok: true, value: text });
});

test.each([
  '',
  'Local',
  'local',
  'Europe/Atlantis',
  '+01:00',
  'GMT+1',
  ' UTC',
  '../etc/passwd',
  'europe/berlin',
  'EUROPE/BERLIN',
])('the time zone %j is refused', (text) => {
  expect(parseTimeZone(text).ok).toBe(false);
});

test('every zone that Intl knows is accepted and fits the pattern of Kubernetes', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  expect(zones.length).toBeGreaterThan(300);
  expect(zones.filter((zone) => !parseTimeZone(zone).ok)).toEqual([]);
  expect(
    zones.filter((zone) =>
      zone.split('/').some((part) => !/^[A-Za-z._0-9+][A-Za-z._0-9+-]{0,13}$/.test(part)),
    ),
  ).toEqual([]);
});
