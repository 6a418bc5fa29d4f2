/** exposures › rate: requests a second as nginx counts them, whole in a second or whole in a minute. */

import type { Finding } from '../model/finding.ts';
import { complaint } from './findings.ts';
import type { Neutral, NeutralRateLimit } from './neutral.ts';

/** The rate as `10r/s` or `30r/m`. */
export function rateOf(limit: NeutralRateLimit): string {
  const { count, unit } = countedRate(limit);
  return `${count}r/${unit}`;
}

/** The rate in whole requests, and what they are counted in. */
export function countedRate({ requestsPerSecond }: NeutralRateLimit): {
  readonly count: number;
  readonly unit: 's' | 'm';
} {
  return Number.isInteger(requestsPerSecond)
    ? { count: requestsPerSecond, unit: 's' }
    : { count: Math.max(1, Math.round(requestsPerSecond * 60)), unit: 'm' };
}

/** Complaints about rates that are whole in neither. Raises SW2111. */
export function rateProblem({ rateLimit, at }: Neutral): readonly Finding[] {
  if (rateLimit === undefined) return [];
  const { requestsPerSecond: rate } = rateLimit;
  const { count, unit } = countedRate(rateLimit);
  // A minute's count may come from a division such as 5 / 60, which binary fractions hold only nearly.
  if (unit === 's' || Math.abs(rate * 60 - count) < 1e-9) return [];
  return [
    complaint('value-not-expressible', `${at}.rateLimit.requestsPerSecond`, {
      message: `${rate} requests a second are whole neither in a second nor in a minute.`,
      because: 'nginx counts whole requests in a second or in a minute.',
      fix: `Write ${Math.max(1, Math.round(rate))}, or ${count} / 60.`,
    }),
  ];
}
