/** Layer 0: hashes of content, for annotations that restart Pods on a change and for names that change with what they name. */
import { compareBytes } from './byte-order.ts';
import { remembered } from './remembered.ts';
import { sha256 } from './sha256.ts';

/**
 * The checksum of the data of a ConfigMap or Secret: SHA-256 over lines `<sha256 of the value>  <key>`, keys in byte order.
 * This form is easy to compute in every tool (`sha256sum * | sha256sum`, a Helm template), unlike JSON, whose escapes differ.
 */
export function checksum(data: Readonly<Record<string, string>>): string {
  const lines = Object.entries(data)
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([key, value]) => `${sha256OfFile(value)}  ${key}\n`);
  return sha256(lines.join(''));
}

/** Processes and services often have the same files. */
const sha256OfFile = remembered(sha256, 100);

/** The first `length` hexadecimal digits of a text's SHA-256, to be part of an object's name. @throws RangeError unless length is 1 to 64 */
export function shortHash(text: string, length: number): string {
  if (!Number.isInteger(length) || length < 1 || length > 64) {
    throw new RangeError(`a hash of ${length} digits is not possible: 1 to 64 are`);
  }
  return sha256(text).slice(0, length);
}
