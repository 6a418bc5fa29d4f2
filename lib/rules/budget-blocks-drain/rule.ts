/** Plan rule: a disruption budget leaves room for one pod to move. */

import { resolveIntOrPercent } from '../../units/percent.ts';
import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2281. @see https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/controller/disruption/disruption.go */
export const budgetBlocksDrain: PlanRule = {
  code: 'SW2281',
  name: 'budget-blocks-drain',
  level: 'plan',
  severity: 'error',
  summary: 'The disruption budget never lets a pod be evicted, or lets all be at once.',
  because:
    'A drain of the node, and with it every upgrade of the cluster, waits for ever or causes an outage.',
  check: (plan) =>
    runningOf(plan).flatMap((process) =>
      process.stacks.flatMap(({ slot, scaling, disruption }) => {
        if (disruption.kind === 'none' || scaling.kind === 'idle') return [];
        const pods = scaling.kind === 'fixed' ? scaling.replicas : scaling.minReplicas;
        const missing = resolveIntOrPercent(disruption.maxUnavailable, pods, 'up');
        const of = slot === '' ? '' : ` of slot ${slot}`;
        const path = `${pathOf(process)}.maxUnavailable`;
        if (missing === 0) {
          return [
            {
              path,
              message: `maxUnavailable ${disruption.maxUnavailable} of at least ${pods} pods${of} lets none be missing.`,
              fix: 'Leave maxUnavailable out (1 then).',
            },
          ];
        }
        return missing >= pods && pods > 1
          ? [
              {
                path,
                severity: 'warning' as const,
                message: `maxUnavailable ${disruption.maxUnavailable} lets all ${pods} pods${of} be missing at once.`,
                fix: 'Leave maxUnavailable out (1 then).',
              },
            ]
          : [];
      }),
    ),
};
