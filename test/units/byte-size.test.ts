import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nginxSize, parseByteSize } from '../../lib/units/byte-size.ts';
import { must } from '../../lib/units/parsed.ts';

describe('a size in bytes', () => {
  test.each([
    ['10m', 10_485_760],
    ['10Mi', 10_485_760],
    ['10MiB', 10_485_760],
    ['10MB', 10_000_000],
    ['8k', 8192],
    ['1g', 1_073_741_824],
    ['0', 0],
    [4096, 4096],
  ])('%j is read as %d', (input, size) => {
    expect(must(parseByteSize(input))).toBe(size);
  });

  test.each(['', 'm', '-1', '1.5m', '10 m', '10mb', '10T', '1e3', -1, 1.5, Number.NaN, '9999999g'])(
    '%j is refused',
    (input) => {
      expect(parseByteSize(input).ok).toBe(false);
    },
  );

  test('with a lone capital is refused, as nginx and Kubernetes differ', () => {
    expect(parseByteSize('10M')).toMatchObject({
      problem: expect.stringMatching(/'10Mi' or '10MB'/),
    });
  });

  test('is printed exactly for nginx and read back the same', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.nat(),
          fc.nat(99_999).map((k) => k * 1024),
          fc.nat(9999).map((m) => m * 1024 ** 3),
        ),
        fc.constantFrom('size' as const, 'offset' as const),
        (size, units) => {
          const text = nginxSize(size, units);
          expect(text).toMatch(units === 'size' ? /^\d+[km]?$/ : /^\d+[kmg]?$/);
          expect(must(parseByteSize(text))).toBe(size);
        },
      ),
    );
    expect([nginxSize(10_485_760), nginxSize(2 ** 30), nginxSize(2 ** 30, 'offset')]).toEqual([
      '10m',
      '1024m',
      '1g',
    ]);
    expect([nginxSize(0), nginxSize(1025)]).toEqual(['0', '1025']);
  });
});
