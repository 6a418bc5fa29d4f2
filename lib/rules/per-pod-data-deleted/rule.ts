/** Plan rule: what pods store does not go because fewer of them are wanted, or because their StatefulSet is made anew. */

import type { RunningProcessPlan } from '../../model/plan/process-plan.ts';
import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanComplaint, PlanRule } from '../rule.ts';

/** SW2368. @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention */
export const perPodDataDeleted: PlanRule = {
  code: 'SW2368',
  name: 'per-pod-data-deleted',
  level: 'plan',
  severity: 'warning',
  summary: 'The volumes of pods are deleted without anybody saying so at that moment.',
  because:
    'Deleted with the claim, and with a class whose reclaimPolicy is Delete with the disk: it does not come back.',
  check: (plan) => runningOf(plan).flatMap(complaintsOf),
};

function complaintsOf(process: RunningProcessPlan): readonly PlanComplaint[] {
  const { rollout, scaling } = process;
  const volumes = (process.container.volumes ?? []).filter(({ plan }) => plan.kind === 'perPod');
  if (rollout.kind !== 'stateful' || volumes.length === 0) return [];
  const names = volumes.map(({ volume }) => volume).join(' and ');
  const path = `${pathOf(process)}.rollout.claims`;
  return [
    ...(rollout.claims.whenScaled === 'Delete' && 'minReplicas' in scaling
      ? [
          {
            path: `${path}.whenScaled`,
            message: `Whenever the autoscaler takes a pod of ${process.name} away, its ${names} is deleted.`,
            fix: 'Leave whenScaled out, unless what is stored is a copy; or scale by hand, with data moved before: `scale: 3`.',
          },
        ]
      : []),
    ...(rollout.claims.whenDeleted === 'Delete'
      ? [
          {
            path: `${path}.whenDeleted`,
            message: `With the StatefulSet of ${process.name} every ${names} is deleted: by a rename, a prune, or a change that needs it made anew.`,
            fix: 'Leave whenDeleted out, and delete claims by hand once nobody misses them.',
          },
        ]
      : []),
  ];
}
