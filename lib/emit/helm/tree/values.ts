/** emit › helm › values: the values of a chart as a flat assignment, and as the nested data of a values file. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import type { ValuePath } from './template.ts';

/** Every value of a chart, by its dotted path. */
export type Values = ReadonlyMap<string, unknown>;

/** The key of a path in `Values`. */
export function keyOf(path: ValuePath): string {
  const known = KEYS.get(path) ?? path.join('.');
  KEYS.set(path, known);
  return known;
}

const KEYS = new WeakMap<ValuePath, string>();

/** The value at a path. */
export function valueAt(values: Values, path: ValuePath): unknown {
  return values.get(keyOf(path));
}

/** Nested data, as a values file holds it. */
export function nested(
  entries: Iterable<readonly [ValuePath, unknown]>,
): Readonly<Record<string, unknown>> {
  const root: Record<string, unknown> = {};
  for (const [path, value] of entries) {
    let at = root;
    for (const key of path.slice(0, -1)) {
      const next = at[key];
      const inner: Record<string, unknown> = isRecord(next) ? { ...next } : {};
      at[key] = inner;
      at = inner;
    }
    const last = path.at(-1);
    if (last !== undefined) at[last] = value;
  }
  return root;
}

/** Whether two pieces of plain data are the same, whatever the order of keys; of a member set aside only whether it is there. */
export function same(a: unknown, b: unknown, setAside?: string): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return (
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => same(item, b[index], setAside))
    );
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) => Object.hasOwn(b, key) && (key === setAside || same(a[key], b[key], setAside)),
    )
  );
}
