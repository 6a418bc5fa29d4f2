/** Plan rule: what takes a pod out of service does so before anything restarts it. */

import type { ProbePlan } from '../../model/plan/container-plan.ts';
import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2284. @see https://kubernetes.io/docs/concepts/workloads/pods/probes/ */
export const livenessRestartsFirst: PlanRule = {
  code: 'SW2284',
  name: 'liveness-restarts-first',
  level: 'plan',
  severity: 'warning',
  summary: 'Liveness gives up no later than readiness.',
  because:
    'A slow database or a burst of requests then restarts every pod at once, instead of taking pods out of service until they answer again.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const { liveness, readiness } = process.probes;
      if (liveness === undefined || readiness === undefined || liveness.check.kind === 'tcp') {
        return [];
      }
      if (patience(liveness) > patience(readiness)) return [];
      return [
        {
          path: `${pathOf(process)}.health.liveness`,
          message: `Liveness restarts the pod after ${patience(liveness)} s of failures (${liveness.failureThreshold} × ${liveness.periodSeconds} s); readiness takes it out of service after ${patience(readiness)} s.`,
          fix: `Give liveness more patience, such as failureThreshold: ${Math.ceil((patience(readiness) * 3) / liveness.periodSeconds)}.`,
        },
      ];
    }),
};

function patience({ periodSeconds, failureThreshold }: ProbePlan): number {
  return periodSeconds * failureThreshold;
}
