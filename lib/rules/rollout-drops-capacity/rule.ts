/** Manifest rule: a rolling update starts a new pod before it stops an old one. */

import { scalarAt, textAt } from '../manifests/data.ts';
import { type ManifestSet, objectsOf } from '../manifests/manifest-set.ts';
import type { ManifestObject } from '../manifests/manifest-set.ts';
import { replicasOf } from '../manifests/pod-template.ts';
import type { ManifestRule } from '../rule.ts';
import { type IntOrPercent, parseIntOrPercent, resolveFenceposts } from '../../units/percent.ts';

/** SW4217. @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/controller/deployment/util/deployment_util.go ResolveFenceposts */
export const rolloutDropsCapacity: ManifestRule = {
  code: 'SW4217',
  name: 'rollout-drops-capacity',
  level: 'manifest',
  severity: 'warning',
  saidByPlan: 'SW2071',
  summary: 'A rolling update runs with fewer pods than the workload needs.',
  because:
    'During every release the remaining pods carry the whole load, just when new ones are cold.',
  check: (set) =>
    objectsOf(set, 'Deployment').flatMap((on) => {
      const rolling =
        (textAt(on.body, 'spec', 'strategy', 'type') ?? 'RollingUpdate') === 'RollingUpdate';
      const surge = scalarAt(on.body, 'spec', 'strategy', 'rollingUpdate', 'maxSurge') ?? '25%';
      const missing =
        scalarAt(on.body, 'spec', 'strategy', 'rollingUpdate', 'maxUnavailable') ?? '25%';
      const replicas = podsOf(set, on);
      if (!rolling || replicas === 0 || !isCount(surge) || !isCount(missing)) return [];
      const { unavailable } = resolveFenceposts(surge, missing, replicas);
      if (unavailable === 0) return [];
      return [
        {
          on,
          path: 'spec.strategy.rollingUpdate.maxUnavailable',
          message: `Of ${replicas} pods, ${Math.min(unavailable, replicas)} may be missing during an update (maxUnavailable ${missing}${scalarAt(on.body, 'spec', 'strategy', 'rollingUpdate', 'maxUnavailable') === undefined ? ', by default' : ''}).`,
          fix: 'Set strategy.rollingUpdate to maxUnavailable: 0 and maxSurge: 25%.',
        },
      ];
    }),
};

function isCount(value: IntOrPercent): boolean {
  return parseIntOrPercent(value, 999).ok;
}

function podsOf(set: ManifestSet, on: ManifestObject): number {
  const scaler = objectsOf(set, 'HorizontalPodAutoscaler', 'ScaledObject').find(
    ({ namespace, body }) =>
      namespace === on.namespace && textAt(body, 'spec', 'scaleTargetRef', 'name') === on.name,
  );
  const bound = scaler?.kind === 'ScaledObject' ? 'maxReplicaCount' : 'maxReplicas';
  const most = scalarAt(scaler?.body, 'spec', bound);
  return typeof most === 'number' ? most : replicasOf(on);
}
