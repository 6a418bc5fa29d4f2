// What kubeseal makes is told from what it was made of, by its form alone.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSealed } from '../../lib/stores/sealed-secrets/is-sealed.ts';
import { CIPHERTEXT } from './files.ts';

/** Length of the encrypted session key, that key, and what it encrypts with its tag. */
const sealed = (keyBytes: number, valueBytes: number): string =>
  Buffer.concat([
    Buffer.from([keyBytes >> 8, keyBytes & 255]),
    Buffer.alloc(keyBytes + valueBytes + 16, 7),
  ]).toString('base64');

test.each([2048, 3072, 4096])('a value sealed with an RSA key of %i bits is sealed', (bits) => {
  fc.assert(
    fc.property(fc.nat({ max: 5000 }), (bytes) => {
      expect(isSealed(sealed(bits / 8, bytes))).toBe(true);
    }),
  );
  expect(isSealed(CIPHERTEXT)).toBe(true);
});

test('no text that a person would write is sealed, nor what a Secret holds of it', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 120 }), (text) => {
      expect(isSealed(text)).toBe(false);
      expect(isSealed(Buffer.from(text).toString('base64'))).toBe(false);
    }),
  );
});

test.each([
  ['cut short', CIPHERTEXT.slice(0, 600)],
  ['broken over lines', `${CIPHERTEXT.slice(0, 80)}\n${CIPHERTEXT.slice(80)}`],
  ['nothing', ''],
])('what is %s is not sealed', (_, text) => {
  expect(isSealed(text)).toBe(false);
});
