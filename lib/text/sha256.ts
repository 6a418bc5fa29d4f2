/** Layer 0: SHA-256, for names and checksums, not for secrets. */

// The one import of node:* in a pure layer: a hash asks nothing of the machine, and in plain TypeScript it took a tenth of a synthesis.
import { hash } from 'node:crypto';

/**
 * The SHA-256 digest of a text as UTF-8, as 64 hexadecimal digits.
 * @throws RangeError for half surrogate pairs, which have no UTF-8 form
 * @see https://csrc.nist.gov/pubs/fips/180-4/upd1/final
 */
export function sha256(text: string): string {
  if (!text.isWellFormed()) throw new RangeError('cannot hash half of a surrogate pair');
  return hash('sha256', text);
}
