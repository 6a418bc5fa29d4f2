import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '../../lib/units/parsed.ts';
import {
  type Quantity,
  addQuantities,
  byteQuantity,
  bytes,
  compareQuantity,
  cpuCores,
  cpuQuantity,
  formatQuantity,
  mebibytes,
  parseQuantity,
} from '../../lib/units/quantity.ts';
import { parseBytes, parseCpu, parseMemory } from '../../lib/units/resource-amount.ts';
import { valueOrNull, vectors } from './vectors.ts';

const quantity = (text: string): Quantity => must(parseQuantity(text));

const anyQuantity: fc.Arbitrary<Quantity> = fc.oneof(
  fc.record({
    nano: fc.bigInt({ min: -(10n ** 29n), max: 10n ** 29n }),
    format: fc.constantFrom('DecimalSI', 'DecimalExponent'),
  }),
  fc
    .bigInt({ min: -(2n ** 63n - 1n), max: 2n ** 63n - 1n })
    .map((units): Quantity => ({ nano: units * 10n ** 9n, format: 'BinarySI' })),
);

describe('a quantity', () => {
  test('is accepted, refused, canonicalised and rounded as Kubernetes does', () => {
    const different = vectors('quantity').filter(([text, canonical, format, value]) => {
      // Kubernetes reads some of these as 0 ('.', 'e0'); we ask for a digit.
      if (!/^[+-]?\.?\d/.test(text)) return parseQuantity(text).ok;
      const ours = valueOrNull(parseQuantity(text));
      if (ours === null || canonical === null) return ours !== canonical;
      const sameValue = typeof value !== 'number' || !fits(ours) || bytes(ours) === value;
      return formatQuantity(ours) !== canonical || ours.format !== format || !sameValue;
    });
    expect(different).toEqual([]);
  });

  test('is printed in canonical form and read back as the same amount', () => {
    fc.assert(
      fc.property(anyQuantity, (q) => {
        const text = formatQuantity(q);
        const back = quantity(text);
        expect(back.nano).toBe(q.nano);
        expect(formatQuantity(back)).toBe(text);
      }),
    );
  });

  test('is put in a total order that ignores the format', () => {
    fc.assert(
      fc.property(anyQuantity, anyQuantity, anyQuantity, (a, b, c) => {
        expect(compareQuantity(a, b) + compareQuantity(b, a)).toBe(0);
        if (compareQuantity(a, b) <= 0 && compareQuantity(b, c) <= 0) {
          expect(compareQuantity(a, c)).toBeLessThanOrEqual(0);
        }
      }),
    );
    expect(compareQuantity(quantity('1Ki'), quantity('1024'))).toBe(0);
    expect(compareQuantity(quantity('1M'), quantity('1Mi'))).toBe(-1);
    expect(compareQuantity(quantity('1'), quantity('999m'))).toBe(1);
  });

  test('in binary below 1024 is printed with decimal suffixes, as there', () => {
    expect(formatQuantity(byteQuantity(1000))).toBe('1k');
    expect(formatQuantity(byteQuantity(-1000))).toBe('-1k');
    expect(formatQuantity(byteQuantity(1024))).toBe('1Ki');
  });

  test('keeps an amount above 1000E, where Go loses the suffix', () => {
    expect(formatQuantity(quantity('1000E'))).toBe('1000E');
  });

  test.each(['1e1000', '1e-1000', '1e2147483648'])('refuses the absurd exponent of %s', (text) => {
    expect(parseQuantity(text).ok).toBe(false);
  });

  test.each([
    ['512MB', '512Mi'],
    ['512mb', '512Mi'],
    ['1GB', '1Gi'],
    ['1.5 GiB', '1.5Gi'],
    ['64K', '64k'],
    ['64KB', '64Ki'],
    ['1g', '1Gi'],
    ['512 Mi', '512Mi'],
  ])('refuses %s and asks whether %s was meant', (text, meant) => {
    expect(parseQuantity(text)).toMatchObject({
      problem: expect.stringContaining(`did you mean "${meant}"?`),
    });
    expect(parseQuantity(meant).ok).toBe(true);
  });

  test('makes no guess for what is no amount at all', () => {
    const parsed = parseQuantity('lots');
    expect(parsed).toMatchObject({ ok: false, problem: expect.stringContaining('"lots"') });
    expect(parsed).not.toMatchObject({ problem: expect.stringContaining('did you mean') });
  });

  test('is measured in cores, bytes and mebibytes', () => {
    expect(cpuCores(quantity('250m'))).toBe(0.25);
    expect(bytes(quantity('1Ki'))).toBe(1024);
    expect(bytes(quantity('1500m'))).toBe(2);
    expect(bytes(quantity('-1500m'))).toBe(-1);
    expect(mebibytes(quantity('1536Ki'))).toBe(1.5);
  });

  test('is made from cores and bytes, rounded up', () => {
    expect(formatQuantity(cpuQuantity(0.1 + 0.2))).toBe('300m');
    expect(formatQuantity(cpuQuantity(0.0001))).toBe('1m');
    expect(formatQuantity(cpuQuantity(2))).toBe('2');
    expect(formatQuantity(byteQuantity(512 * 1024 ** 2))).toBe('512Mi');
    expect(formatQuantity(byteQuantity(1024.5))).toBe('1025');
  });

  test('is added up in the format of the first', () => {
    expect(formatQuantity(addQuantities(quantity('1Gi'), quantity('512Mi')))).toBe('1536Mi');
    expect(formatQuantity(addQuantities(quantity('500m'), quantity('1')))).toBe('1500m');
  });
});

describe('an amount of CPU', () => {
  test.each([
    [0.5, '500m'],
    ['0.5', '500m'],
    ['250m', '250m'],
    [2, '2'],
  ])('%j is read as %s', (input, canonical) => {
    expect(formatQuantity(must(parseCpu(input)))).toBe(canonical);
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, '0', '-1', '500Mi', '100u', 'half', ''])(
    '%j is refused',
    (input) => {
      expect(parseCpu(input).ok).toBe(false);
    },
  );
});

describe('an amount of memory', () => {
  test.each(['512Mi', '1Gi', '1.5Gi', '1.5G', '1e9', '536870912'])('%s is read', (text) => {
    expect(parseMemory(text).ok).toBe(true);
  });

  test.each([
    ['512m', '512Mi'],
    ['512', '512Mi'],
    ['1.5m', '1.5Mi'],
    ['900k', '900Mi'],
  ])('%s is refused and %s is proposed', (text, meant) => {
    expect(parseMemory(text)).toMatchObject({ ok: false, problem: expect.stringContaining(meant) });
  });

  test.each(['0', '-512Mi', '1.5', '512MB', ''])('%j is refused', (text) => {
    expect(parseMemory(text).ok).toBe(false);
  });

  test('of storage may be small but not a part of a byte', () => {
    expect(parseBytes('64Ki').ok).toBe(true);
    expect(parseBytes('1500m').ok).toBe(false);
    expect(parseBytes('2000m').ok).toBe(true);
  });
});

function fits({ nano }: Quantity): boolean {
  // Below zero Go's Value() rounds both ways, depending on how the text was written.
  return nano >= 0n && nano < 2n ** 53n * 10n ** 9n;
}
