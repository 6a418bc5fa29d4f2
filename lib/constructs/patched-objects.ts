/** constructs › patched objects: what a chart would hold with another plan, its user's patches of now applied. */

import { isManifest } from '../kubernetes/is-manifest.ts';
import { plannedObjects } from '../kubernetes/lower.ts';
import type { Manifest, ManifestEntry } from '../kubernetes/manifest.ts';
import { applyOverrides } from '../kubernetes/overrides.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';

/** Patches an object by its id in a plan; undefined for one that the chart does not have. */
export type FindPatches = (id: string) => ((manifest: Manifest) => unknown) | undefined;

/** The objects of a plan, patched; undefined when a patch does not fit. */
export function patchedObjects(
  plan: ServicePlan,
  patchesOf: FindPatches,
): readonly ManifestEntry[] | undefined {
  const entries: ManifestEntry[] = [];
  for (const { id, manifest: plain } of applyOverrides(plannedObjects(plan), plan.overrides)) {
    const patch = patchesOf(id);
    const manifest = patch === undefined ? plain : attempt(() => patch(plain));
    if (!isManifest(manifest)) return undefined;
    entries.push({ id, manifest });
  }
  return entries;
}

/** What a function gives, or nothing when a patch of the user does not fit. */
function attempt(render: () => unknown): unknown {
  try {
    return render();
  } catch {
    return undefined;
  }
}
