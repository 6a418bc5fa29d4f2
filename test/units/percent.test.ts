import { describe, expect, test } from 'vitest';
import {
  parseIntOrPercent,
  parsePercent,
  resolveFenceposts,
  resolveIntOrPercent,
} from '../../lib/units/percent.ts';
import { vectors } from './vectors.ts';

describe('a count or percentage', () => {
  test('is resolved up and down as Kubernetes does', () => {
    const different = vectors('percent').filter(
      ([text, total, up, down]) =>
        typeof total !== 'number' ||
        resolveIntOrPercent(text, total, 'up') !== up ||
        resolveIntOrPercent(text, total, 'down') !== down,
    );
    expect(different).toEqual([]);
    expect(resolveIntOrPercent(3, 10, 'up')).toBe(3);
  });

  test.each([0, 1, 2 ** 31 - 1, '0%', '25%', '100%'])('%j is accepted', (input) => {
    expect(parseIntOrPercent(input)).toEqual({ ok: true, value: input });
  });

  test.each([-1, 1.5, Number.NaN, 2 ** 31, '1', '-5%', '2.5%', '25 %', '%', '', '101%', 'half'])(
    '%j is refused',
    (input) => {
      expect(parseIntOrPercent(input).ok).toBe(false);
    },
  );

  test('above 100% is for the caller to allow', () => {
    expect(parseIntOrPercent('150%', 1000).ok).toBe(true);
    expect(parsePercent('150%').ok).toBe(false);
    expect(parsePercent('25%')).toEqual({ ok: true, value: 25 });
  });

  test('in quotes is refused with the number to write', () => {
    expect(parseIntOrPercent('3')).toMatchObject({
      problem: expect.stringContaining('the number 3'),
    });
  });

  test('that is no count cannot be resolved', () => {
    expect(() => resolveIntOrPercent('3', 10, 'up')).toThrow(RangeError);
  });

  test('limits a rolling update, which is never stuck', () => {
    expect(resolveFenceposts('25%', '25%', 2)).toEqual({ surge: 1, unavailable: 0 });
    expect(resolveFenceposts(0, '25%', 2)).toEqual({ surge: 0, unavailable: 1 });
    expect(resolveFenceposts('25%', '25%', 10)).toEqual({ surge: 3, unavailable: 2 });
  });
});
