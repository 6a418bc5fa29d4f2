/** Manifest rule: a rollout that works is not reported as failed. */

import { dataAt, isData, numberAt } from '../manifests/data.ts';
import { objectsOf } from '../manifests/manifest-set.ts';
import { longRunning, type PodTemplate } from '../manifests/pod-template.ts';
import type { ManifestRule } from '../rule.ts';

/** Time for scheduling and for pulling an image on a new node. A choice. */
const PULL_SECONDS = 120;

/** SW4219. @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds */
export const progressDeadlineTooShort: ManifestRule = {
  code: 'SW4219',
  name: 'progress-deadline-too-short',
  level: 'manifest',
  severity: 'warning',
  saidByPlan: 'SW2072',
  summary: 'The progress deadline of a Deployment is shorter than a new pod may take.',
  because:
    'Pipelines, Helm and Argo CD take the condition for a failure and roll back a release that was starting.',
  check: (set) =>
    objectsOf(set, 'Deployment').flatMap((on) => {
      const deadline = numberAt(on.body, 'spec', 'progressDeadlineSeconds') ?? 600;
      const ready = numberAt(on.body, 'spec', 'minReadySeconds') ?? 0;
      const pod = set.pods.find(({ owner }) => owner === on);
      const start = pod === undefined ? 0 : startSeconds(pod);
      const needed = start + ready + PULL_SECONDS;
      if (deadline >= needed || start + ready === 0) return [];
      return [
        {
          on,
          path: 'spec.progressDeadlineSeconds',
          severity: deadline <= ready ? ('error' as const) : ('warning' as const),
          message: `progressDeadlineSeconds is ${deadline}; a pod may take ${needed} s (start ${start} + minReadySeconds ${ready} + image ${PULL_SECONDS}).`,
          fix: `Set progressDeadlineSeconds to ${needed} or more.`,
        },
      ];
    }),
};

/** The longest start its startup probes allow. */
function startSeconds(pod: PodTemplate): number {
  const budgets = longRunning(pod).map(({ body }) => {
    if (!isData(body['startupProbe'])) return 0;
    const probe = dataAt(body, 'startupProbe');
    const tries =
      (numberAt(probe, 'periodSeconds') ?? 10) * (numberAt(probe, 'failureThreshold') ?? 3);
    return (numberAt(probe, 'initialDelaySeconds') ?? 0) + tries;
  });
  return Math.max(0, ...budgets);
}
