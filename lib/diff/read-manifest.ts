/** diff › reading: members of manifests of unknown shape, without a word of complaint when they are not there. */

import { isRecord } from '../kubernetes/is-manifest.ts';

/** The value at a path of members. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

/** The number at a path, or what Kubernetes takes in its place. */
export function numberAt(value: unknown, fallback: number, ...path: readonly string[]): number {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : fallback;
}

/** The text at a path. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** The items of a list of objects at a path. */
export function itemsAt(
  value: unknown,
  ...path: readonly string[]
): readonly Readonly<Record<string, unknown>>[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.filter(isRecord) : [];
}

/** The texts of a list at a path. */
export function textsAt(value: unknown, ...path: readonly string[]): readonly string[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.filter((item) => typeof item === 'string') : [];
}
