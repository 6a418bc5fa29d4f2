import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checksum, shortHash } from '../../lib/text/checksum.ts';
import { sha256 } from '../../lib/text/sha256.ts';

const reference = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('SHA-256', () => {
  test('agrees with node:crypto on every length around a block', () => {
    for (let length = 0; length <= 200; length += 1) {
      const text = 'x'.repeat(length);
      expect([length, sha256(text)]).toEqual([length, reference(text)]);
    }
  });

  test('agrees with node:crypto on random texts of all scripts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(sha256(text)).toBe(reference(text));
      }),
      { numRuns: 500 },
    );
    const large = 'é🚀 '.repeat(20_000);
    expect(sha256(large)).toBe(reference(large));
  });

  test('of half a surrogate pair is refused, as it has no bytes', () => {
    expect(() => sha256('a\ud800')).toThrow(RangeError);
  });
});

describe('the checksum of a ConfigMap', () => {
  test('is the hash of the list that sha256sum would print, keys in byte order', () => {
    const data = { 'b.conf': 'two\n', 'a.conf': 'one\n', Z: '' };
    const list = `${reference('')}  Z\n${reference('one\n')}  a.conf\n${reference('two\n')}  b.conf\n`;
    expect(checksum(data)).toBe(reference(list));
    expect(checksum({ a: '' })).toBe(
      // printf '' > a; sha256sum a | sha256sum
      'fba1930570cf2d33a2a05ff43a4fea532382611f43876988fc9c31fd9ce102d1',
    );
  });

  test('does not depend on the order of keys but on every key and value', () => {
    const key = fc.stringMatching(/^[-._a-zA-Z0-9]{1,8}$/);
    fc.assert(
      fc.property(fc.dictionary(key, fc.string(), { noNullPrototype: true }), key, (data, more) => {
        const reversed = Object.fromEntries(Object.entries(data).reverse());
        expect(checksum(reversed)).toBe(checksum(data));
        expect(checksum({ ...data, [more]: `${data[more] ?? ''}!` })).not.toBe(checksum(data));
      }),
    );
  });

  test('of nothing is the hash of nothing', () => {
    expect(checksum({})).toBe(reference(''));
  });
});

describe('a short hash', () => {
  test('is the beginning of the hash', () => {
    expect(shortHash('shop', 8)).toBe(reference('shop').slice(0, 8));
  });

  test.each([0, -1, 65, 1.5, Number.NaN])('of %d digits is refused', (length) => {
    expect(() => shortHash('shop', length)).toThrow(RangeError);
  });
});
