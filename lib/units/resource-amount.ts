/** Layer 0: quantities that must make sense as CPU, memory or storage; on top of quantity.ts, which only knows the grammar. */
import { type Parsed, accepted, refused, show } from './parsed.ts';
import {
  type Quantity,
  bytes,
  compareQuantity,
  cpuQuantity,
  formatQuantity,
  parseQuantity,
} from './quantity.ts';

const MILLICORE = { nano: 1_000_000n, format: 'DecimalSI' } as const satisfies Quantity;
/** No pod of a service has so many; a number of this size means millicores. */
const IMPLAUSIBLE_CORES = 100;
const MEBIBYTE = { nano: 1_048_576_000_000_000n, format: 'BinarySI' } as const satisfies Quantity;

/**
 * Reads a CPU amount: cores as a number (`0.5`) or a quantity (`500m`), at least 1m.
 * Binary suffixes are refused: they are memory in the wrong field.
 */
export function parseCpu(input: string | number): Parsed<Quantity> {
  if (typeof input === 'number') {
    if (!Number.isFinite(input) || input <= 0) {
      return refused(
        `CPU ${show(input)} is not an amount: give cores above 0, such as 0.5 or '500m'`,
      );
    }
    if (input >= IMPLAUSIBLE_CORES) {
      return refused(
        `CPU ${input} is ${input} cores (so many are written as text: '${input}'); did you mean '${input}m'?`,
      );
    }
    return accepted(cpuQuantity(input));
  }
  const parsed = parseQuantity(input);
  if (!parsed.ok) return parsed;
  if (input.endsWith('i')) {
    return refused(
      `CPU ${show(input)} has a suffix of memory: write cores or millicores, such as '1' or '500m'`,
    );
  }
  if (compareQuantity(parsed.value, MILLICORE) < 0) {
    return refused(`CPU ${show(input)} is less than 1m, the smallest amount Kubernetes can give`);
  }
  return parsed;
}

/**
 * Reads a memory amount of at least 1Mi: `512Mi`, `1Gi`, `1.5G`.
 * Refuses `512m` (0.512 bytes to Kubernetes) and `512` (bytes) with what was probably meant: nothing starts in so little.
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-memory
 */
export function parseMemory(text: string): Parsed<Quantity> {
  const parsed = parseBytes(text);
  if (!parsed.ok || compareQuantity(parsed.value, MEBIBYTE) >= 0) return parsed;
  return refused(
    `memory ${show(text)} is ${bytes(parsed.value)} bytes, in which nothing can start; did you mean ${show(mebibyteGuess(text))}?`,
  );
}

/** Reads an amount of storage of at least 1Mi: `10Gi`. Refuses `10` (bytes) with what was probably meant: no file system fits into so little. */
export function parseStorage(text: string): Parsed<Quantity> {
  const parsed = parseBytes(text);
  if (!parsed.ok || compareQuantity(parsed.value, MEBIBYTE) >= 0) return parsed;
  return refused(
    `storage ${show(text)} is ${bytes(parsed.value)} bytes; did you mean ${show(mebibyteGuess(text))}?`,
  );
}

/** Reads a count of bytes: above zero and whole. */
export function parseBytes(text: string): Parsed<Quantity> {
  const parsed = parseQuantity(text);
  if (!parsed.ok) return parsed;
  const { nano } = parsed.value;
  if (nano <= 0n) return refused(`${show(text)} is not an amount of bytes: it must be above 0`);
  if (nano % 1_000_000_000n === 0n) return parsed;
  if (text.endsWith('m')) {
    return refused(
      `${show(text)} is thousandths of a byte to Kubernetes ('m' is milli); did you mean ${show(mebibyteGuess(text))}?`,
    );
  }
  return refused(
    `${show(text)} is ${formatQuantity(parsed.value)} bytes, but a byte cannot be divided`,
  );
}

function mebibyteGuess(text: string): string {
  return `${/^[+]?[\d.]*/.exec(text)?.[0] ?? ''}Mi`;
}
