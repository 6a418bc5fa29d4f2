/** Manifest rule: what an autoscaler scales is there. */

import { textAt } from '../manifests/data.ts';
import { objectsOf, sameNamespace } from '../manifests/manifest-set.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4107. @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/ */
export const scaleTargetMissing: ManifestRule = {
  code: 'SW4107',
  name: 'scale-target-missing',
  level: 'manifest',
  severity: 'error',
  summary: 'An autoscaler scales a workload that is not there.',
  because:
    'The autoscaler reports FailedGetScale for ever and the workload stays at the number of pods it started with; nothing refuses it.',
  check: (set) =>
    objectsOf(set, 'HorizontalPodAutoscaler', 'ScaledObject', 'VerticalPodAutoscaler').flatMap(
      (on) => {
        const reference = on.kind === 'VerticalPodAutoscaler' ? 'targetRef' : 'scaleTargetRef';
        const kind = textAt(on.body, 'spec', reference, 'kind') ?? 'Deployment';
        const name = textAt(on.body, 'spec', reference, 'name') ?? '';
        const workloads = set.pods.filter(
          (pod) => sameNamespace(pod.owner, on) && pod.life === 'running',
        );
        if (workloads.some(({ owner }) => owner.kind === kind && owner.name === name)) return [];
        const known = workloads.map(({ owner }) => `${owner.kind}/${owner.name}`);
        return [
          {
            on,
            path: `spec.${reference}`,
            message: `${kind}/${name} is not among these objects; in this namespace there are: ${known.join(', ') || 'none'}.`,
            fix: 'Correct kind and name of the target; if it is made elsewhere, silence this rule with that reason.',
          },
        ];
      },
    ),
};
