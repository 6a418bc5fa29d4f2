/** stores › sealed secrets: whether a text is what kubeseal made, by its form. */

/** Bytes of the length in front, and of the tag behind. */
const LENGTH_BYTES = 2;
const TAG_BYTES = 16;
/** Smallest RSA key, in bytes, that anybody would have made. */
const LEAST_KEY_BYTES = 128;

/**
 * Base64 of a length, a session key of that length encrypted by RSA, and AES-GCM with its tag.
 * @see `HybridEncrypt` in pkg/crypto/crypto.go of sealed-secrets v0.40.0
 */
export function isSealed(value: string): boolean {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)) return false;
  const bytes = bytesOf(value);
  const key = (firstByte(value, 0) << 8) + firstByte(value, 1);
  return key >= LEAST_KEY_BYTES && bytes >= LENGTH_BYTES + key + TAG_BYTES;
}

function bytesOf(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return (base64.length / 4) * 3 - padding;
}

/** One of the first three bytes. */
function firstByte(base64: string, index: 0 | 1): number {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const [a = 0, b = 0, c = 0] = Array.from(base64.slice(0, 3), (digit) => digits.indexOf(digit));
  return index === 0 ? (a << 2) | (b >> 4) : ((b & 15) << 4) | (c >> 2);
}
