/** kubernetes › rollout objects: what tells a controller how versions change. */

import type { RunningProcessPlan } from '../model/plan/process-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { dashed, lowerCustomObject } from './custom-object.ts';
import type { ManifestEntry } from './manifest.ts';

/** The objects of a controlled rollout: `web/canary`, `web/metric-template/latency`; none for other mechanisms. */
export function lowerRolloutObjects(
  plan: ServicePlan,
  process: RunningProcessPlan,
): readonly ManifestEntry[] {
  if (process.rollout.kind !== 'controlled') return [];
  return process.rollout.objects.map((object) =>
    lowerCustomObject(
      plan,
      [
        process.name,
        dashed(object.objectKind),
        ...(object.part === undefined ? [] : [object.part]),
      ],
      object,
    ),
  );
}
