/** rollouts › stateful › findings: what is wrong with replacing pods in place as it is said, for this process. */

import type { Finding } from '../../model/finding.ts';
import type { StatefulPlan } from '../../model/plan/rollout-plan.ts';
import type { RolloutInput } from '../../model/rollout.ts';
import { resolveIntOrPercent } from '../../units/percent.ts';

/** Pods carry the name of their StatefulSet and a hash of ten characters in the label `controller-revision-hash`. */
const LONGEST_NAME = 52;

/** What is wrong with the plan for this process. */
export function findingsOf(
  plan: StatefulPlan,
  { process, kind, objectName, minReplicas, maxReplicas }: RolloutInput,
): readonly Finding[] {
  const path = `${process}.rollout`;
  const end = plan.firstOrdinal + minReplicas;
  const missing =
    plan.maxUnavailable === undefined
      ? 1
      : Math.max(1, resolveIntOrPercent(plan.maxUnavailable, minReplicas, 'up'));
  return [
    ...(objectName.length > LONGEST_NAME
      ? [
          {
            code: 'SW2191',
            name: 'stateful-name-too-long',
            severity: 'error',
            path,
            message: `The StatefulSet would be called \`${objectName}\`, which has ${objectName.length} characters; ${LONGEST_NAME} are possible.`,
            because:
              'Its pods carry that name and the hash of the revision in one label of at most 63 characters: none would ever be made.',
            fix: 'Give the service or the process a shorter name.',
          } as const,
        ]
      : []),
    ...(minReplicas > 0 && plan.partition > 0 && plan.partition >= end
      ? [
          {
            code: 'SW2192',
            name: 'stateful-update-held',
            severity: 'warning',
            path: `${path}.partition`,
            message: `No pod is updated: their numbers end at ${end - 1}, and the partition is ${plan.partition}.`,
            because: 'A new image would be applied and never run.',
            fix: `Leave \`partition\` out, or set it to ${Math.max(plan.firstOrdinal, end - 1)} to try the last pod first.`,
          } as const,
        ]
      : []),
    ...(plan.partition > plan.firstOrdinal && plan.partition < end
      ? [
          {
            code: 'SW2193',
            name: 'stateful-versions-mixed',
            severity: 'note',
            path: `${path}.partition`,
            message: `Pods ${plan.firstOrdinal} to ${plan.partition - 1} keep the version they have, those from ${plan.partition} get the new one.`,
            because:
              'Both versions answer until the partition is lowered, and a pod that is lost comes back in the version of its number.',
            fix: 'Lower `partition` step by step, and leave it out in the end.',
          } as const,
        ]
      : []),
    ...(kind === 'web' && minReplicas === 1
      ? [
          {
            code: 'SW2194',
            name: 'stateful-outage',
            severity: 'warning',
            path,
            message: 'Nobody answers from the stop of the only pod until it is ready again.',
            because:
              'A pod with a stable name is stopped before the next one of that name starts: each update is an outage.',
            fix: 'Run two or more, if the application can; or accept the outage and silence this.',
          } as const,
        ]
      : []),
    ...(minReplicas > 1 && missing >= minReplicas
      ? [
          {
            code: 'SW2195',
            name: 'stateful-all-missing',
            severity: 'error',
            path: `${path}.maxUnavailable`,
            message: `All ${minReplicas} pods may be replaced at once (of at most ${maxReplicas}).`,
            because: 'Nobody answers meanwhile, and whatever needs a majority loses it.',
            fix: 'Leave `maxUnavailable` out: one pod at a time.',
          } as const,
        ]
      : []),
  ];
}
