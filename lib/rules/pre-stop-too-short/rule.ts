/** Plan rule: a pod keeps answering until its proxies have heard that it stops. */

import { exposuresOf, pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2203. @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination */
export const preStopTooShort: PlanRule = {
  code: 'SW2203',
  name: 'pre-stop-too-short',
  level: 'plan',
  severity: 'warning',
  summary: 'The pause before SIGTERM is shorter than the proxy needs to hear of it.',
  because:
    'SIGTERM and the removal from the endpoints start together. Connections that arrive afterwards are accepted by the kernel and reset: the client of a POST sees 502 (measured 2026-11-22 with gunicorn, uWSGI and uvicorn).',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const pause = process.lifecycle.preStopSeconds;
      const slowest = exposuresOf(plan, process)
        .filter(({ proxy }) => pause < proxy.minimumPropagationSeconds)
        .toSorted((a, b) => b.proxy.propagationSeconds - a.proxy.propagationSeconds)[0];
      if (slowest === undefined) return [];
      const { minimumPropagationSeconds, propagationSeconds } = slowest.proxy;
      return [
        {
          path: `${pathOf(process)}.lifecycle.preStop`,
          severity: pause === 0 ? ('error' as const) : ('warning' as const),
          message: `The pause is ${pause} s; behind ${slowest.title} it must be at least ${minimumPropagationSeconds} s, and ${propagationSeconds} s are advised.`,
          fix: `Leave lifecycle.preStop out (${propagationSeconds} s then), or set it to ${minimumPropagationSeconds}s or more.`,
        },
      ];
    }),
};
