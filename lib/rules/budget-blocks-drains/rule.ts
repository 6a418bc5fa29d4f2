/** Manifest rule: a disruption budget leaves room for one pod to move. */

import { scalarAt, textAt } from '../manifests/data.ts';
import {
  type ManifestObject,
  type ManifestSet,
  nameOf,
  objectsOf,
  sameNamespace,
} from '../manifests/manifest-set.ts';
import { replicasOf } from '../manifests/pod-template.ts';
import { selects, specSelector } from '../manifests/selector.ts';
import type { ManifestRule } from '../rule.ts';
import { resolveIntOrPercent } from '../../units/percent.ts';

/** SW4205. @see https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/controller/disruption/disruption.go getExpectedPodCount */
export const budgetBlocksDrains: ManifestRule = {
  code: 'SW4205',
  name: 'budget-blocks-drains',
  level: 'manifest',
  severity: 'error',
  saidByPlan: 'SW2281',
  summary: 'A PodDisruptionBudget never allows a pod to be evicted.',
  because: 'Draining a node, and with it every upgrade of the cluster, waits for ever.',
  check: (set) =>
    objectsOf(set, 'PodDisruptionBudget').flatMap((on) => {
      const selector = specSelector(on.body);
      const pods = set.pods.filter(
        (pod) =>
          selector !== undefined && sameNamespace(pod.owner, on) && selects(selector, pod.labels),
      );
      const running = pods.filter(({ life }) => life === 'running');
      const fewest = running.reduce((sum, { owner }) => sum + fewestReplicas(set, owner), 0);
      if (fewest === 0) return [];
      const missing = mayBeMissing(on, fewest);
      if (missing === undefined || missing >= 1) return [];
      const field =
        scalarAt(on.body, 'spec', 'minAvailable') === undefined ? 'maxUnavailable' : 'minAvailable';
      const said = scalarAt(on.body, 'spec', field) ?? '';
      return [
        {
          on,
          path: `spec.${field}`,
          message: `${field} ${said} of at least ${fewest} pods (${running.map(({ owner }) => nameOf(owner)).join(', ')}) leaves none that may be missing.`,
          fix:
            fewest === 1
              ? 'Run at least 2 pods, or remove the budget.'
              : 'Set maxUnavailable: 1 instead.',
        },
      ];
    }),
};

function mayBeMissing({ body }: ManifestObject, pods: number): number | undefined {
  const most = scalarAt(body, 'spec', 'maxUnavailable');
  const least = scalarAt(body, 'spec', 'minAvailable');
  try {
    // Both are rounded up.
    if (most !== undefined) return resolveIntOrPercent(most, pods, 'up');
    return least === undefined ? undefined : pods - resolveIntOrPercent(least, pods, 'up');
  } catch {
    // Not a number of pods: the API server says so.
    return undefined;
  }
}

/** The fewest pods a workload runs with: the minimum of its autoscaler, else its replicas. */
function fewestReplicas(set: ManifestSet, owner: ManifestObject): number {
  const scaler = objectsOf(set, 'HorizontalPodAutoscaler', 'ScaledObject').find(
    (object) =>
      sameNamespace(object, owner) &&
      textAt(object.body, 'spec', 'scaleTargetRef', 'name') === owner.name &&
      (textAt(object.body, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment') === owner.kind,
  );
  if (scaler === undefined) return owner.kind === 'DaemonSet' ? 2 : replicasOf(owner);
  const least = scaler.kind === 'ScaledObject' ? 'minReplicaCount' : 'minReplicas';
  const found = scalarAt(scaler.body, 'spec', least);
  return typeof found === 'number' ? found : scaler.kind === 'ScaledObject' ? 0 : 1;
}
