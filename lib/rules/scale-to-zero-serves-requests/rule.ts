/** Plan rule: what answers requests keeps at least one pod. */

import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2269. @see https://keda.sh/docs/latest/concepts/scaling-deployments/ */
export const scaleToZeroServesRequests: PlanRule = {
  code: 'SW2269',
  name: 'scale-to-zero-serves-requests',
  level: 'plan',
  severity: 'error',
  summary: 'A process that answers requests may be scaled to zero.',
  because:
    'Nothing holds a request back until a pod has started: a Service without endpoints refuses the connection, and a metric of requests stays at 0 for ever.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const { scaling } = process;
      if (process.kind !== 'web' || !('minReplicas' in scaling)) return [];
      const idle = scaling.kind === 'eventDriven' && scaling.idleReplicas === 0;
      if (scaling.minReplicas > 0 && !idle) return [];
      return [
        {
          path: `${pathOf(process)}.scale.${idle ? 'idle' : 'min'}`,
          message: `${process.name} answers requests, and \`${idle ? 'idle' : 'min'}: 0\` lets all of its pods go.`,
          fix: idle
            ? 'Leave idle out.'
            : 'Set min to 2, or move what may wait into a worker and scale that to zero.',
        },
      ];
    }),
};
