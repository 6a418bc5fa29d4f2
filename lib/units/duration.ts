/** Layer 0: lengths of time. A duration is a number of seconds everywhere; this file reads and prints the spellings of others. */
import { type Parsed, accepted, refused, show } from './parsed.ts';

/** What a user may write: seconds as a number, or Go's notation (`90s`, `1m30s`, `1.5h`, `250ms`). */
export type DurationInput = number | string;

/** What to do with a fraction of a second: most fields of Kubernetes hold whole seconds. */
export type SubSecond = 'refuse' | 'round-up' | 'keep';

/** Nanoseconds in each unit of Go's notation. */
const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['h', 3_600_000_000_000n],
  ['m', 60_000_000_000n],
  ['s', 1_000_000_000n],
  ['ms', 1_000_000n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ns', 1n],
]);
const PART = /(\d+)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)|\.(\d+)(ns|us|µs|μs|ms|s|m|h)/y;
/** The longest time Go's time.Duration holds, 2^63 - 1 nanoseconds (292 years), in whole seconds. */
const MAX_SECONDS = 9_223_372_036;

/**
 * Reads a length of time, zero or more, as a number of seconds.
 * A fraction of a second is refused unless the caller can use it (`keep`) or prefers to wait longer (`round-up`).
 * @see https://pkg.go.dev/time#ParseDuration
 * @example parseDuration('1m30s') // 90
 */
export function parseDuration(
  input: DurationInput,
  subSecond: SubSecond = 'refuse',
): Parsed<number> {
  const seconds = typeof input === 'number' ? input : secondsOf(input);
  if (seconds === undefined || !Number.isFinite(seconds) || seconds < 0 || Object.is(seconds, -0)) {
    return refused(notADuration(input));
  }
  if (seconds > MAX_SECONDS) return refused(`${show(input)} is too long: at most 292 years`);
  if (Number.isInteger(seconds) || subSecond === 'keep') return accepted(seconds);
  if (subSecond === 'round-up') return accepted(Math.ceil(seconds));
  return refused(`${show(input)} has a fraction of a second: only whole seconds are possible here`);
}

/** The time as nginx writes it: `90s`, or `1500ms` where a fraction is needed (rounded up). @see https://nginx.org/en/docs/syntax.html */
export function nginxTime(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${milliseconds(seconds)}ms`;
}

/**
 * The time as the Gateway API writes it, `1m30s`: also what Prometheus reads. A fraction is rounded up to milliseconds.
 * @throws RangeError above 99999h59m59s999ms, which the format cannot hold.
 * @see https://gateway-api.sigs.k8s.io/geps/gep-2257/
 */
export function gatewayDuration(seconds: number): string {
  const { h, m, s, ms } = split(seconds);
  if (h > 99_999)
    throw new RangeError(`${seconds} seconds are more than a Gateway API duration holds`);
  const text = [part(h, 'h'), part(m, 'm'), part(s, 's'), part(ms, 'ms')].join('');
  return text === '' ? '0s' : text;
}

/** The time as Go prints it, `1m30s`, `1h0m0s`, `1.5s`, `250ms`: for flags and files that are compared as text. A fraction is rounded up to milliseconds. */
export function goDuration(seconds: number): string {
  const { h, m, s, ms } = split(seconds);
  if (h + m + s === 0) return ms === 0 ? '0s' : `${ms}ms`;
  const fraction = ms === 0 ? '' : `.${String(ms).padStart(3, '0').replace(/0+$/, '')}`;
  return `${part(h, 'h')}${h === 0 && m === 0 ? '' : `${m}m`}${s}${fraction}s`;
}

function secondsOf(text: string): number | undefined {
  if (text === '0') return 0;
  let nanoseconds = 0n;
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const match = PART.exec(text);
    if (match === null) return undefined;
    const unit = UNITS.get(match[3] ?? match[5] ?? '') ?? 0n;
    const fraction = match[2] ?? match[4] ?? '';
    nanoseconds += BigInt(match[1] ?? '0') * unit;
    if (fraction !== '') nanoseconds += (BigInt(fraction) * unit) / 10n ** BigInt(fraction.length);
  }
  return text === '' ? undefined : Number(nanoseconds) / 1e9;
}

function notADuration(input: DurationInput): string {
  const accepts = `a length of time is 0 or more, as seconds (90) or with units h, m, s, ms ('1m30s')`;
  if (typeof input === 'string' && /^\d+$/.test(input)) {
    return `${show(input)} has no unit: write the number ${input} for seconds, or '${input}s'`;
  }
  const days = typeof input === 'string' ? /^(\d+)d$/.exec(input)?.[1] : undefined;
  if (days !== undefined)
    return `${show(input)} is in days; ${accepts}: write '${Number(days) * 24}h'`;
  const meant = typeof input === 'string' ? withShortUnits(input) : '';
  const hint = secondsOf(meant) === undefined ? '' : `; did you mean '${meant}'?`;
  return `${show(input)} is not a duration: ${accepts}${hint}`;
}

/** Units as people say them. */
const WORDS: readonly (readonly [word: RegExp, unit: string])[] = [
  [/milliseconds?|msecs?/g, 'ms'],
  [/seconds?|secs?/g, 's'],
  [/minutes?|mins?/g, 'm'],
  [/hours?|hrs?/g, 'h'],
];

function withShortUnits(text: string): string {
  const close = text.toLowerCase().replace(/\s+|,|and/g, '');
  return WORDS.reduce((rest, [word, unit]) => rest.replace(word, unit), close);
}

function milliseconds(seconds: number): number {
  // toPrecision: 1.1 s are 1100 ms although 1.1 * 1000 is a little more.
  return Math.ceil(Number((seconds * 1000).toPrecision(15)));
}

function split(seconds: number): { h: number; m: number; s: number; ms: number } {
  const total = milliseconds(seconds);
  return {
    h: Math.floor(total / 3_600_000),
    m: Math.floor(total / 60_000) % 60,
    s: Math.floor(total / 1000) % 60,
    ms: total % 1000,
  };
}

function part(count: number, unit: string): string {
  return count === 0 ? '' : `${count}${unit}`;
}
