/** Layer 0: counts that may be given as a share of the replicas (`1` or `25%`), resolved to Pods as the controllers do. */
import { type Parsed, accepted, refused, show } from './parsed.ts';

/** A whole number of Pods, or a percentage of the desired replicas as text. */
export type IntOrPercent = number | string;

/** Reads a whole percentage of 0 to `max` (100 by default): `25%`. */
export function parsePercent(text: string, max = 100): Parsed<number> {
  const digits = /^(\d{1,9})%$/.exec(text)?.[1];
  if (digits !== undefined && Number(digits) <= max) return accepted(Number(digits));
  return refused(
    `${show(text)} is not a percentage: write a whole number from 0 to ${max} and '%', such as '25%'`,
  );
}

/**
 * Reads a number of Pods or a percentage, both 0 or more; percentages above 100% are for maxSurge and must be allowed.
 * @see https://github.com/kubernetes/apimachinery/blob/v0.35.4/pkg/util/validation/validation.go IsValidPercent
 */
export function parseIntOrPercent(input: IntOrPercent, maxPercent = 100): Parsed<IntOrPercent> {
  if (typeof input === 'string' && input.endsWith('%')) {
    const percent = parsePercent(input, maxPercent);
    return percent.ok ? accepted(`${percent.value}%`) : percent;
  }
  if (typeof input === 'number' && Number.isInteger(input) && input >= 0 && input < 2 ** 31) {
    return accepted(input);
  }
  const hint = /^\d+$/.test(String(input)) ? ` (the number ${input}, without quotes)` : '';
  return refused(
    `${show(input)} is neither a count nor a percentage: write a whole number, 0 or more${hint}, or a share such as '25%'`,
  );
}

/**
 * The number of Pods that is meant, out of `total`; a share that is not whole is rounded as said.
 * @throws RangeError for text that parseIntOrPercent refuses.
 * @see https://github.com/kubernetes/apimachinery/blob/v0.35.4/pkg/util/intstr/intstr.go GetScaledValueFromIntOrPercent
 */
export function resolveIntOrPercent(
  value: IntOrPercent,
  total: number,
  rounding: 'up' | 'down',
): number {
  const parsed = parseIntOrPercent(value, 999_999_999);
  if (!parsed.ok) throw new RangeError(parsed.problem);
  if (typeof parsed.value === 'number') return parsed.value;
  const share = (Number.parseInt(parsed.value, 10) * total) / 100;
  return rounding === 'up' ? Math.ceil(share) : Math.floor(share);
}

/**
 * What a rolling update may do with `desired` Pods: surge rounds up, unavailable down, and if both come to 0 one may be missing.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/controller/deployment/util/deployment_util.go ResolveFenceposts
 */
export function resolveFenceposts(
  maxSurge: IntOrPercent,
  maxUnavailable: IntOrPercent,
  desired: number,
): { readonly surge: number; readonly unavailable: number } {
  const surge = resolveIntOrPercent(maxSurge, desired, 'up');
  const unavailable = resolveIntOrPercent(maxUnavailable, desired, 'down');
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}
