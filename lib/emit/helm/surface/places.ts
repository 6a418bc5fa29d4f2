/** emit › helm › places: how values of a chart read and write places of a description. */

import { scalarText } from '../tree/plain-text.ts';
import { isRecord } from '../../../kubernetes/is-manifest.ts';
import type { ServiceSpec } from '../../../model/spec/service-spec.ts';
import { placeAt } from '../change.ts';
import type { Change } from '../parameter.ts';

/** The plain texts of a map in the description; numbers and booleans are written as text, references are left out. */
export function plainTexts(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      typeof member === 'object' || member === undefined
        ? []
        : [[key, scalarText(member)] as const],
    ),
  );
}

/** Puts these texts in the place of the plain texts of a map, and leaves references to Secrets where they are. */
export function replaceTexts(
  spec: ServiceSpec,
  at: readonly string[],
  value: unknown,
): readonly Change[] {
  const old = placeAt(spec, at);
  const kept = isRecord(old)
    ? Object.entries(old).filter(([, member]) => typeof member === 'object')
    : [];
  return [{ at, to: { ...Object.fromEntries(kept), ...(isRecord(value) ? value : {}) } }];
}

/** Sets a place, or takes it away for an empty text. */
export function setOrRemove(at: readonly string[], value: unknown): readonly Change[] {
  return [{ at, to: value === '' ? undefined : value }];
}

/** A record, or an empty one. */
export function recordAt(
  spec: ServiceSpec,
  at: readonly string[],
): Readonly<Record<string, unknown>> {
  const value = placeAt(spec, at);
  return isRecord(value) ? value : {};
}
