/** rollouts: what is wrong with replacing the pods of a stack as it is said, for this process. */

import type { Finding } from '../model/finding.ts';
import type { RolloutInput } from '../model/rollout.ts';
import { parseIntOrPercent, resolveIntOrPercent } from '../units/percent.ts';
import { PULL_SECONDS, type RollingOptions, rollingUpdatePlan } from './rolling-update.ts';

/** What is wrong with the options for this process. Raises SW2070 to SW2072. */
export function rollingFindings(
  options: RollingOptions,
  input: RolloutInput,
  path: string,
): readonly Finding[] {
  const plan = rollingUpdatePlan(options, input);
  const missing = parseIntOrPercent(plan.maxUnavailable).ok
    ? resolveIntOrPercent(plan.maxUnavailable, input.minReplicas, 'down')
    : 0;
  const needed = input.startupSeconds + plan.minReadySeconds + PULL_SECONDS;
  return [
    ...(missing > 0 && missing >= input.minReplicas
      ? [
          {
            code: 'SW2070',
            name: 'rolling-outage',
            severity: 'error',
            path: `${path}.maxUnavailable`,
            message: `All ${input.minReplicas} pods may be missing at once.`,
            because: 'The update may stop the last pod before a new one answers.',
            fix: 'Leave `maxUnavailable` out: new pods are started first.',
          } as const,
        ]
      : []),
    ...(missing > 0 && missing < input.minReplicas
      ? [
          {
            code: 'SW2071',
            name: 'rolling-capacity-drop',
            severity: 'warning',
            path: `${path}.maxUnavailable`,
            message: `${missing} of ${input.minReplicas} pods may be missing during an update.`,
            because: 'The others must carry the whole load meanwhile.',
            fix: 'Leave `maxUnavailable` out, or make sure there is room for it.',
          } as const,
        ]
      : []),
    ...(options.progressDeadline !== undefined && plan.progressDeadlineSeconds < needed
      ? [
          {
            code: 'SW2072',
            name: 'rolling-deadline-short',
            severity: 'warning',
            path: `${path}.progressDeadline`,
            message: `A pod may take ${needed} s to count (start ${input.startupSeconds} + ready ${plan.minReadySeconds} + image ${PULL_SECONDS}), the deadline is ${plan.progressDeadlineSeconds} s.`,
            because: 'An update that works would be reported as failed.',
            fix: 'Leave `progressDeadline` out, or make it longer.',
          } as const,
        ]
      : []),
  ];
}
