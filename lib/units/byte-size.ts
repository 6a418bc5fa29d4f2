/** Layer 0: sizes of request bodies and buffers, in bytes; nginx and people spell them differently, so the reading is written down here. */
import { type Parsed, accepted, refused, show } from './parsed.ts';

/** Bytes in each unit. A lone small letter is read as nginx does, in powers of 1024. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['k', 1024],
  ['m', 1024 ** 2],
  ['g', 1024 ** 3],
  ['Ki', 1024],
  ['Mi', 1024 ** 2],
  ['Gi', 1024 ** 3],
  ['KiB', 1024],
  ['MiB', 1024 ** 2],
  ['GiB', 1024 ** 3],
  ['kB', 1000],
  ['KB', 1000],
  ['MB', 1000 ** 2],
  ['GB', 1000 ** 3],
]);

/**
 * Reads a size as bytes: `10m`, `10Mi` and `10MiB` are 10 × 2^20, `10MB` is 10 × 10^6, a number is bytes.
 * `10M` is refused: nginx takes it as 10 × 2^20 and Kubernetes as 10 × 10^6.
 * @see https://nginx.org/en/docs/syntax.html
 */
export function parseByteSize(input: string | number): Parsed<number> {
  const match = /^(\d+)([A-Za-z]*)$/.exec(typeof input === 'number' ? String(input) : input);
  const [, digits = '', unit = ''] = match ?? [];
  const factor = UNITS.get(unit);
  if (match === null || factor === undefined) return refused(notASize(input, digits, unit));
  const size = Number(digits) * factor;
  if (!Number.isSafeInteger(size))
    return refused(`${show(input)} is too large a size: at most 2^53 - 1 bytes`);
  return accepted(size);
}

/** Reads the largest size of a request body; 0 is none. Refuses `20` (bytes) with what was probably meant: hardly a form fits into less than 1Ki. */
export function parseBodySize(input: string | number): Parsed<number> {
  const parsed = parseByteSize(input);
  if (!parsed.ok || parsed.value === 0 || parsed.value >= 1024) return parsed;
  return refused(`${show(input)} is ${parsed.value} bytes; did you mean '${parsed.value}Mi'?`);
}

/**
 * Prints a size for nginx, always exactly: the largest of `m` and `k` that divides it, else plain bytes.
 * `g` is used only on request: nginx knows it for offsets (client_max_body_size), not for buffer sizes.
 */
export function nginxSize(size: number, units: 'size' | 'offset' = 'size'): string {
  const steps = units === 'offset' ? OFFSET_STEPS : SIZE_STEPS;
  const step = size === 0 ? undefined : steps.find(([, factor]) => size % factor === 0);
  return step === undefined ? String(size) : `${size / step[1]}${step[0]}`;
}

const SIZE_STEPS = [
  ['m', 1024 ** 2],
  ['k', 1024],
] as const;
const OFFSET_STEPS = [['g', 1024 ** 3], ...SIZE_STEPS] as const;

function notASize(input: string | number, digits: string, unit: string): string {
  if (/^[KMG]$/.test(unit)) {
    return `${show(input)} is ambiguous (powers of 1024 to nginx, of 1000 to Kubernetes): write '${digits}${unit}i' or '${digits}${unit}B'`;
  }
  return `${show(input)} is not a size: write a whole number of bytes, or one with k, m, g, Ki, Mi, Gi (powers of 1024) or kB, MB, GB (powers of 1000)`;
}
