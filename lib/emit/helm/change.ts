/** emit › helm › changes: sets single places of a description, inside the options of variants too. */

import { isRecord } from '../../kubernetes/is-manifest.ts';
import { isVariant } from '../../model/variant.ts';
import type { ServiceSpec } from '../../model/spec/service-spec.ts';
import type { Change } from './parameter.ts';

/** The description with changes made one after another. */
export function changed(spec: ServiceSpec, changes: readonly Change[]): ServiceSpec {
  const result = withAll(
    spec,
    changes.map(({ at, to }) => ({ path: at, to })),
  );
  return isSpec(result) ? result : spec;
}

/** The value at a place; undefined where nothing is. */
export function placeAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => {
    const inner = isVariant(at) ? at.options : at;
    return isRecord(inner) ? inner[key] : undefined;
  }, value);
}

interface Step {
  readonly path: readonly string[];
  readonly to: unknown;
}

/** All changes in one walk, so that each object on the way is copied once, and each variant made anew once. */
function withAll(value: unknown, changes: readonly Step[]): unknown {
  const last = changes.findLastIndex(({ path }) => path.length === 0);
  const start = last < 0 ? value : changes[last]?.to;
  const inside = changes.slice(last + 1);
  if (inside.length === 0) return start;
  if (isVariant(start)) return start.with(withAll(start.options, inside));
  const record: Record<string, unknown> = isRecord(start) ? { ...start } : {};
  for (const [key, own] of Map.groupBy(inside, ({ path: [first = ''] }) => first)) {
    const inner = withAll(
      record[key],
      own.map(({ path, to }) => ({ path: path.slice(1), to })),
    );
    if (inner === undefined) delete record[key];
    else record[key] = inner;
  }
  return record;
}

/** Written as a guard because places have no types; `resolve` checks what comes of it. */
function isSpec(value: unknown): value is ServiceSpec {
  return isRecord(value) && 'image' in value;
}
