import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gatewayDuration, goDuration, nginxTime, parseDuration } from '../../lib/units/duration.ts';
import { must } from '../../lib/units/parsed.ts';
import { valueOrNull, vectors } from './vectors.ts';

describe('a duration', () => {
  test('is accepted and refused as Go does, without the sign', () => {
    const different = vectors('duration').filter(([text, nanoseconds]) => {
      const ours = valueOrNull(parseDuration(text, 'keep'));
      if (/^[+-]/.test(text)) return ours !== null;
      if (ours === null || typeof nanoseconds !== 'number') return ours !== nanoseconds;
      return Math.abs(ours - nanoseconds / 1e9) > 1e-9 * Math.max(1, ours);
    });
    expect(different).toEqual([]);
  });

  test('of whole milliseconds is printed as Go prints it', () => {
    const different = vectors('duration').filter(([text, nanoseconds, printed]) => {
      if (typeof nanoseconds !== 'number' || nanoseconds % 1e6 !== 0) return false;
      return !/^[+-]/.test(text) && goDuration(must(parseDuration(text, 'keep'))) !== printed;
    });
    expect(different).toEqual([]);
  });

  test('is read back the same from every way it is printed', () => {
    const milliseconds = fc.integer({ min: 0, max: 99_999 * 3_600_000 });
    fc.assert(
      fc.property(milliseconds, (ms) => {
        for (const print of [nginxTime, gatewayDuration, goDuration]) {
          expect(must(parseDuration(print(ms / 1000), 'keep'))).toBeCloseTo(ms / 1000, 6);
        }
      }),
    );
  });

  test('in the form of the Gateway API keeps to its pattern', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 359_999_999, noNaN: true }), (seconds) => {
        expect(gatewayDuration(seconds)).toMatch(/^([0-9]{1,5}(h|m|s|ms)){1,4}$/);
      }),
    );
    expect(() => gatewayDuration(360_000_000)).toThrow(RangeError);
  });

  test.each([
    [90, '90s', '1m30s', '1m30s'],
    [0, '0s', '0s', '0s'],
    [3600, '3600s', '1h', '1h0m0s'],
    [1.5, '1500ms', '1s500ms', '1.5s'],
    [0.0001, '1ms', '1ms', '1ms'],
    [1.1, '1100ms', '1s100ms', '1.1s'],
  ])(
    'of %d seconds is %s to nginx, %s to the Gateway API and %s to Go',
    (s, nginx, gateway, go) => {
      expect([nginxTime(s), gatewayDuration(s), goDuration(s)]).toEqual([nginx, gateway, go]);
    },
  );

  test.each([-1, -0, Number.NaN, Number.POSITIVE_INFINITY, 1e12, '-1s', '90', '1d', '', ' 1s'])(
    '%j is refused',
    (input) => {
      expect(parseDuration(input, 'keep').ok).toBe(false);
    },
  );

  test('without a unit, or in days, is refused with what to write', () => {
    expect(parseDuration('90')).toMatchObject({ problem: expect.stringContaining(`'90s'`) });
    expect(parseDuration('2d')).toMatchObject({ problem: expect.stringContaining(`'48h'`) });
  });

  test('with a fraction of a second is for the caller to decide', () => {
    expect(parseDuration('1500ms').ok).toBe(false);
    expect(parseDuration(1.5).ok).toBe(false);
    expect(parseDuration('1500ms', 'round-up')).toEqual({ ok: true, value: 2 });
    expect(parseDuration('1500ms', 'keep')).toEqual({ ok: true, value: 1.5 });
    expect(parseDuration('2000ms')).toEqual({ ok: true, value: 2 });
  });
});
