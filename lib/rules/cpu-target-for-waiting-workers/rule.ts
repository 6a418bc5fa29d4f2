/** Plan rule: servers whose workers wait are not scaled by CPU alone. */

import { textAt } from '../manifests/data.ts';
import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2267. @see https://docs.gunicorn.org/en/stable/design.html#sync-workers */
export const cpuTargetForWaitingWorkers: PlanRule = {
  code: 'SW2267',
  name: 'cpu-target-for-waiting-workers',
  level: 'plan',
  severity: 'note',
  summary: 'A server that handles one request for each worker is scaled by CPU alone.',
  because:
    'Workers that wait for a database use no CPU: all are busy, requests queue up, and the target is never reached.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const { scaling, server } = process;
      if (scaling.kind !== 'horizontal' || server?.concurrency === undefined) return [];
      const cpuOnly = scaling.metrics.every((metric) =>
        ['resource', 'containerResource'].some(
          (source) => textAt(metric, source, 'name') === 'cpu',
        ),
      );
      if (!cpuOnly || server.concurrency > server.workers) return [];
      return [
        {
          path: `${pathOf(process)}.scale`,
          message: `A pod handles ${server.concurrency} requests at once, one for each worker, and only CPU says when there should be more pods.`,
          fix: 'Use threads or asynchronous workers, or follow the number of requests in flight (scale.metrics of type Pods).',
        },
      ];
    }),
};
