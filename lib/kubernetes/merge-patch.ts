/** kubernetes › merge patch: RFC 7386, as `kubectl patch --type=merge` applies it. */

import { isRecord } from './is-manifest.ts';

/** The target with the patch applied: objects merge, everything else replaces, null removes. @see https://www.rfc-editor.org/rfc/rfc7386 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const merged: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else if (value !== undefined) merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}
