/** emit › helm › changes: sets single places of a description, inside the options of variants too. */

import { isRecord } from '../../kubernetes/is-manifest.ts';
import { isVariant } from '../../model/variant.ts';
import type { ServiceSpec } from '../../model/spec/service-spec.ts';
import type { Change } from './parameter.ts';

/** The description with changes made one after another. */
export function changed(spec: ServiceSpec, changes: readonly Change[]): ServiceSpec {
  const result = changes.reduce<unknown>((value, { at, to }) => setAt(value, at, to), spec);
  return isSpec(result) ? result : spec;
}

/** The value at a place; undefined where nothing is. */
export function placeAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => {
    const inner = isVariant(at) ? at.options : at;
    return isRecord(inner) ? inner[key] : undefined;
  }, value);
}

function setAt(value: unknown, path: readonly string[], to: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return to;
  if (isVariant(value)) return value.with(setAt(value.options, path, to));
  const record = isRecord(value) ? value : {};
  const inner = setAt(record[key], rest, to);
  if (inner === undefined) {
    const { [key]: _gone, ...others } = record;
    return others;
  }
  return { ...record, [key]: inner };
}

/** Written as a guard because places have no types; `resolve` checks what comes of it. */
function isSpec(value: unknown): value is ServiceSpec {
  return isRecord(value) && 'image' in value;
}
