/** resolve › amounts: reads units of a description whose shape was checked, so that reading cannot fail. */

import type { DurationText, QuantityText } from '../model/spec/amounts.ts';
import { parseDuration } from '../units/duration.ts';
import { must } from '../units/parsed.ts';
import { byteQuantity, bytes, cpuCores, formatQuantity } from '../units/quantity.ts';
import { parseBytes, parseCpu } from '../units/resource-amount.ts';

/** Seconds of an authored duration. */
export function seconds(text: DurationText): number {
  return must(parseDuration(text));
}

/** Seconds of an authored duration, if there is one. */
export function secondsIfGiven(text: DurationText | undefined): number | undefined {
  return text === undefined ? undefined : seconds(text);
}

/** Canonical CPU quantity. */
export function cpuText(amount: QuantityText): string {
  return formatQuantity(must(parseCpu(amount)));
}

/** Canonical memory or storage quantity. */
export function bytesText(amount: QuantityText): string {
  return formatQuantity(must(parseBytes(String(amount))));
}

/** Cores of a CPU quantity. */
export function coresOf(amount: string): number {
  return cpuCores(must(parseCpu(amount)));
}

/** Bytes of a memory quantity. */
export function bytesOf(amount: string): number {
  return bytes(must(parseBytes(amount)));
}

/** Canonical quantity of a count of bytes, e.g. `800Mi`. */
export function quantityOfBytes(count: number): string {
  return formatQuantity(byteQuantity(count));
}
