/** Plan rule: the chain of stopping fits into the time the kubelet gives. */

import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2201. @see https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer */
export const terminationGraceTooShort: PlanRule = {
  code: 'SW2201',
  name: 'termination-grace-too-short',
  level: 'plan',
  severity: 'error',
  summary: 'The termination grace period ends before the process can have stopped.',
  because:
    'The period begins before the preStop pause; when it ends the kubelet sends SIGKILL, and requests in flight are lost at every rollout, scale-down and drain.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const { preStopSeconds, drainSeconds, slackSeconds, terminationGracePeriodSeconds } =
        process.lifecycle;
      const needed = Math.ceil(preStopSeconds + drainSeconds + slackSeconds);
      if (terminationGracePeriodSeconds >= needed) return [];
      return [
        {
          path: `${pathOf(process)}.lifecycle.terminationGracePeriod`,
          message: `terminationGracePeriod is ${terminationGracePeriodSeconds} s; stopping takes up to ${needed} s (pause ${preStopSeconds} + drain ${drainSeconds} + slack ${slackSeconds}).`,
          fix: `Leave terminationGracePeriod out, or set it to ${needed}s or more.`,
        },
      ];
    }),
};
