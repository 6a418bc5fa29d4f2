/**
 * Layer 0: amounts of a resource, as Kubernetes reads and writes them (`500m`, `512Mi`, `1e3`).
 * A plan keeps the canonical text (`formatQuantity`), because a bigint is not JSON; this type is for computing.
 */
import { remembered } from '../text/remembered.ts';
import { type Parsed, accepted, refused, show } from './parsed.ts';

/** The family of suffixes a quantity is printed with: `k M G`, `Ki Mi Gi`, or `e3 e6`. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** An exact amount in billionths of its unit (cores, bytes, things), with the format it is printed in. */
export interface Quantity {
  readonly nano: bigint;
  readonly format: QuantityFormat;
}

const NANO = 1_000_000_000n;
/** Binary amounts are capped here, 2^63 - 1 (`maxAllowed` in quantity.go). */
const MAX_BINARY = ((1n << 63n) - 1n) * NANO;
/** Kubernetes would take any 32-bit exponent and then print millions of zeros. */
const MAX_EXPONENT = 999;

const SUFFIX = /^([+-]?)(\d*)(?:\.(\d*))?(.*)$/s;
const DECIMAL: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);
const BINARY: ReadonlyMap<string, bigint> = new Map([
  ['Ki', 10n],
  ['Mi', 20n],
  ['Gi', 30n],
  ['Ti', 40n],
  ['Pi', 50n],
  ['Ei', 60n],
]);
const DECIMAL_SUFFIX: ReadonlyMap<number, string> = new Map([...DECIMAL].map(([s, e]) => [e, s]));
const BINARY_SUFFIXES = ['', ...BINARY.keys()];

/**
 * Reads a resource quantity as the API server does, including its rounding up to 1n and its cap on binary amounts.
 * Stricter in two points where Kubernetes is only lax: at least one digit is asked for, and an exponent of at most 999.
 * @see https://github.com/kubernetes/apimachinery/blob/v0.35.4/pkg/api/resource/quantity.go
 * @example parseQuantity('512Mi')
 */
export function parseQuantity(text: string): Parsed<Quantity> {
  return known(text);
}

const known = remembered(readQuantity);

function readQuantity(text: string): Parsed<Quantity> {
  const [, sign = '', whole = '', fraction = '', suffix = ''] = SUFFIX.exec(text) ?? [];
  if (whole === '' && fraction === '') return refused(notAQuantity(text));
  const digits = BigInt(whole + fraction);
  const negative = sign === '-';
  const bits = BINARY.get(suffix);
  if (bits !== undefined) {
    return accepted(binary(scaled(digits << bits, 9 - fraction.length), negative));
  }
  const si = DECIMAL.get(suffix);
  const exponent = si ?? decimalExponent(suffix);
  if (exponent === undefined) return refused(notAQuantity(text, suffix));
  const nano = scaled(digits, 9 - fraction.length + exponent);
  const format = si === undefined ? 'DecimalExponent' : 'DecimalSI';
  return accepted({ nano: negative ? -nano : nano, format });
}

/**
 * Prints a quantity in the canonical form of Kubernetes: the largest suffix that leaves no fraction.
 * A binary amount below 1024 or with a fraction of a unit is printed with decimal suffixes, as there.
 * @example formatQuantity({ nano: 1_500_000_000n, format: 'DecimalSI' }) // '1500m'
 */
export function formatQuantity(quantity: Quantity): string {
  const { nano, format } = quantity;
  if (nano === 0n) return '0';
  if (format === 'BinarySI' && nano % NANO === 0n && magnitude(nano) >= 1024n * NANO) {
    return formatBinary(nano / NANO);
  }
  return formatDecimal(nano, format === 'DecimalExponent');
}

/** Orders quantities by amount, whatever their format: negative, zero or positive, as `Array.sort` wants it. */
export function compareQuantity(a: Quantity, b: Quantity): -1 | 0 | 1 {
  if (a.nano === b.nano) return 0;
  return a.nano < b.nano ? -1 : 1;
}

/** Whether one amount is smaller than another; texts that are no amounts are not compared. */
export function isLess(text: string, than: string): boolean {
  const [one, other] = [parseQuantity(text), parseQuantity(than)];
  return one.ok && other.ok && compareQuantity(one.value, other.value) < 0;
}

/** The sum, printed in the format of the first one. */
export function addQuantities(first: Quantity, ...rest: readonly Quantity[]): Quantity {
  return {
    nano: rest.reduce((sum, { nano }) => sum + nano, first.nano),
    format: first.format,
  };
}

/** The amount as a CPU quantity in cores: `500m` is 0.5. */
export function cpuCores(quantity: Quantity): number {
  return Number(quantity.nano) / 1e9;
}

/** The amount as bytes, a fraction rounded up as Kubernetes does; exact up to 2^53. */
export function bytes(quantity: Quantity): number {
  return Number(ceilDivide(quantity.nano, NANO));
}

/** The amount as mebibytes (2^20 bytes), with its fraction. */
export function mebibytes(quantity: Quantity): number {
  return bytes(quantity) / 1_048_576;
}

/** A CPU amount of so many cores, rounded up to whole millicores, the smallest step the kubelet enforces. */
export function cpuQuantity(cores: number): Quantity {
  // toPrecision: 0.1 + 0.2 cores are 300m, not 301m.
  const millicores = Math.ceil(Number((cores * 1000).toPrecision(12)));
  return { nano: BigInt(millicores) * 1_000_000n, format: 'DecimalSI' };
}

/** A memory or storage amount of so many bytes, rounded up to whole bytes and printed with `Ki Mi Gi`. */
export function byteQuantity(count: number): Quantity {
  return { nano: BigInt(Math.ceil(count)) * NANO, format: 'BinarySI' };
}

/** digits × 10^power, away from zero where that is not whole. */
function scaled(digits: bigint, power: number): bigint {
  return power >= 0 ? digits * 10n ** BigInt(power) : ceilDivide(digits, 10n ** BigInt(-power));
}

function ceilDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend > 0n && dividend % divisor !== 0n ? quotient + 1n : quotient;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function binary(nano: bigint, negative: boolean): Quantity {
  const capped = nano > MAX_BINARY ? MAX_BINARY : nano;
  const format = capped > 0n && capped < NANO ? 'DecimalSI' : 'BinarySI';
  return { nano: negative ? -capped : capped, format };
}

function decimalExponent(suffix: string): number | undefined {
  const digits = /^[eE]([+-]?\d+)$/.exec(suffix)?.[1];
  if (digits === undefined) return undefined;
  const exponent = Number(digits);
  return Math.abs(exponent) <= MAX_EXPONENT ? exponent : undefined;
}

function formatBinary(units: bigint): string {
  let rest = units;
  let step = 0;
  while (rest % 1024n === 0n && step < BINARY_SUFFIXES.length - 1) {
    rest /= 1024n;
    step += 1;
  }
  return `${rest}${BINARY_SUFFIXES[step]}`;
}

function formatDecimal(nano: bigint, withExponent: boolean): string {
  let rest = nano;
  let exponent = -9;
  while (rest % 1000n === 0n && (withExponent || exponent < 18)) {
    rest /= 1000n;
    exponent += 3;
  }
  if (withExponent) return exponent === 0 ? `${rest}` : `${rest}e${exponent}`;
  return `${rest}${DECIMAL_SUFFIX.get(exponent) ?? ''}`;
}

/** Suffixes people write, and what they most likely meant. */
const LIKELY: ReadonlyMap<string, string> = new Map([
  ['b', ''],
  ['kb', 'Ki'],
  ['mb', 'Mi'],
  ['gb', 'Gi'],
  ['tb', 'Ti'],
  ['kib', 'Ki'],
  ['mib', 'Mi'],
  ['gib', 'Gi'],
  ['tib', 'Ti'],
  ['ki', 'Ki'],
  ['mi', 'Mi'],
  ['gi', 'Gi'],
  ['ti', 'Ti'],
  ['k', 'k'],
  ['g', 'Gi'],
  ['t', 'Ti'],
]);

function notAQuantity(text: string, suffix?: string): string {
  const meant = suffix === undefined ? undefined : likelySuffix(suffix.trim());
  const hint =
    suffix === undefined || meant === undefined
      ? ''
      : `; did you mean ${show(text.slice(0, text.length - suffix.length).trim() + meant)}?`;
  return `${show(text)} is not a quantity: write a number with an optional suffix, n u m k M G T P E (decimal), Ki Mi Gi Ti Pi Ei (binary) or an exponent such as e3${hint}`;
}

/** A right suffix after a space, or what people write for one. */
function likelySuffix(suffix: string): string | undefined {
  return DECIMAL.has(suffix) || BINARY.has(suffix) ? suffix : LIKELY.get(suffix.toLowerCase());
}
