/** Plan rule: it is said what an autoscaler does to pods that store something of their own. */

import { most, pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2369. @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention */
export const autoscalerMovesData: PlanRule = {
  code: 'SW2369',
  name: 'autoscaler-moves-data',
  level: 'plan',
  severity: 'warning',
  summary: 'An autoscaler adds and removes pods that each store something of their own.',
  because:
    'A new pod starts empty, one that comes back finds what it had when it went, and the claims in between are paid for.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const { rollout, scaling } = process;
      const volumes = (process.container.volumes ?? []).filter(
        (volume) => volume.plan.kind === 'perPod',
      );
      const kept = rollout.kind === 'stateful' && rollout.claims.whenScaled === 'Retain';
      if (!kept || !('minReplicas' in scaling) || volumes.length === 0) return [];
      const toZero = scaling.minReplicas === 0 || 'idleReplicas' in scaling;
      return [
        {
          path: `${pathOf(process)}.scale`,
          message: `${process.name} has ${toZero ? 'none' : String(scaling.minReplicas)} to ${most(scaling)} pods, and up to ${most(scaling)} volumes ${volumes.map(({ volume }) => volume).join(' and ')}.`,
          fix: 'Scale by hand, `scale: 3`; or make sure that the application fills, empties and repairs members by itself, and silence this.',
        },
      ];
    }),
};
