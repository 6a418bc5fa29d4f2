import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareBytes } from '../../lib/text/byte-order.ts';
import { canonicalJson, toJson } from '../../lib/text/json.ts';
import { nastyData, nastyString } from './nasty.ts';

describe('JSON', () => {
  test('is written as JSON.stringify writes it', () => {
    fc.assert(
      fc.property(nastyData, (data) => {
        expect(toJson(data)).toBe(`${JSON.stringify(data, undefined, 2)}\n`);
      }),
    );
  });

  test('in canonical form does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(nastyString, nastyData, { noNullPrototype: true }), (data) => {
        const reversed = Object.fromEntries(Object.entries(data).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(data));
        expect(JSON.parse(canonicalJson(data))).toEqual(data);
        expect(JSON.parse(toJson(data, 'sorted'))).toEqual(data);
      }),
    );
  });

  test('is sorted by bytes, numbers and emoji too', () => {
    expect(canonicalJson({ '\u{1f680}': 1, '\ufffd': 2, 9: 3, 10: 4, a: { c: [], b: {} } })).toBe(
      '{"10":4,"9":3,"a":{"b":{},"c":[]},"\ufffd":2,"\u{1f680}":1}',
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 1, Symbol('a'), 1n, '\ud800'])(
    'refuses %s, which would be lost, and says where it is',
    (value) => {
      expect(() => toJson({ a: [value] })).toThrow('at $.a[0]:');
      expect(() => canonicalJson({ a: [value] })).toThrow(RangeError);
    },
  );

  test('leaves members out that are undefined', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });
});

test('texts are ordered as their UTF-8 bytes are', () => {
  fc.assert(
    fc.property(nastyString, nastyString, (a, b) => {
      expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});
