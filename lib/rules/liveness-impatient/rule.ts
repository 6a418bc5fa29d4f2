/** Plan rule: a pod that is busy is not restarted. */

import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** Above this many requests at once it is rarely the longest ones that keep a server busy. */
const FEW_REQUESTS = 64;

/** SW2285. @see https://kubernetes.io/docs/concepts/workloads/pods/probes/ */
export const livenessImpatient: PlanRule = {
  code: 'SW2285',
  name: 'liveness-impatient',
  level: 'plan',
  severity: 'warning',
  summary:
    'Liveness gives up before the longest request is over, on a server that handles few at once.',
  because:
    'When all its workers are busy with long requests the server answers no probe either: the busiest pod is restarted first, and its requests are lost.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const { liveness } = process.probes;
      const longest = process.requestTimeoutSeconds;
      if (liveness?.check.kind !== 'http' || longest === undefined) return [];
      const concurrency = process.server?.concurrency;
      const patience = liveness.periodSeconds * liveness.failureThreshold;
      if (concurrency === undefined || concurrency > FEW_REQUESTS || patience > longest) return [];
      return [
        {
          path: `${pathOf(process)}.health.liveness`,
          message: `Liveness restarts the pod after ${patience} s without an answer; ${concurrency} requests at once may keep it busy for ${longest} s.`,
          fix: `Leave liveness to the port alone (health without liveness), or let failureThreshold × period exceed ${longest} s.`,
        },
      ];
    }),
};
