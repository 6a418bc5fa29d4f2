/** emit › helm › derived values: pure functions that have a twin among the chart's helpers (print/helpers.ts). */

import { cpuCores, formatQuantity, mebibytes } from '../../../units/quantity.ts';
import { parseBytes, parseCpu } from '../../../units/resource-amount.ts';

/** The canonical form of a quantity; text that is none stays as it is. */
export function canonicalAmount(of: 'cpu' | 'memory', text: string): string {
  const parsed = of === 'cpu' ? parseCpu(text) : parseBytes(text);
  return parsed.ok ? formatQuantity(parsed.value) : text;
}

/** Whole cores of a CPU quantity, rounded up, at least so many. */
export function wholeCores(text: string, least: number): number {
  const parsed = parseCpu(text);
  return Math.max(least, parsed.ok ? Math.ceil(cpuCores(parsed.value)) : 0);
}

/** An amount of memory in Mi; not a whole number, or none at all, for what is none. */
export function mebibytesIn(text: string): number {
  const parsed = parseBytes(text);
  return parsed.ok ? mebibytes(parsed.value) : Number.NaN;
}

/** A share of a number in percent, rounded up, at least 1. */
export function shareOf(number: number, percent: number): number {
  return Math.max(1, Math.ceil((number * percent) / 100));
}

/** Half of a number, rounded up, at least another. */
export function halfOf(most: number, least: number): number {
  return Math.max(least, Math.ceil(most / 2));
}
