/** resolve › environment: applies an environment's merge patch to the plain description. */

import { isVariant, type Variant } from '../model/variant.ts';

/**
 * The description with a patch applied: objects merge, arrays and values replace, `null` removes.
 * A new tag or repository of an `image` drops the digest it had, unless it brings one.
 * A variant of another kind replaces the whole variant; one of the same kind, or options alone, merge into its options.
 * @see https://www.rfc-editor.org/rfc/rfc7386
 */
export function mergeEnvironment(base: unknown, patch: unknown): unknown {
  if (isVariant(base)) return mergeVariant(base, patch);
  if (!isPlainObject(patch) || isVariant(patch) || isAtom(patch) || isAtom(base)) return patch;
  const merged: Record<string, unknown> = isPlainObject(base) ? { ...base } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) delete merged[key];
    else if (key === 'image' && isPlainObject(merged[key]) && isPlainObject(value)) {
      merged[key] = mergeEnvironment(withoutOldDigest(merged[key], value), value);
    } else merged[key] = mergeEnvironment(merged[key], value);
  }
  return merged;
}

function withoutOldDigest(
  image: Readonly<Record<string, unknown>>,
  patch: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { digest: _digest, ...rest } = image;
  return patch['tag'] === undefined && patch['repository'] === undefined ? image : rest;
}

function mergeVariant(base: Variant, patch: unknown): unknown {
  if (!isVariant(patch)) {
    return isPlainObject(patch) ? base.with(mergeEnvironment(base.options, patch)) : patch;
  }
  return patch.kind === base.kind && patch.family === base.family
    ? base.with(mergeEnvironment(base.options, patch.options))
    : patch;
}

const ATOM_KINDS: readonly unknown[] = [
  'secretRef',
  'fieldRef',
  'undecided',
  'textFile',
  'configMapRef',
  'serviceAccountToken',
  'serviceUrl',
];

/** Values that are replaced as a whole although they are objects. */
function isAtom(value: unknown): boolean {
  return isPlainObject(value) && ATOM_KINDS.includes(value['kind']);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
