/** Plan rule: what is exposed runs more than once. */

import { exposuresOf, fewestPods, pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2263. @see https://kubernetes.io/docs/concepts/workloads/pods/disruptions/ */
export const singleReplica: PlanRule = {
  code: 'SW2263',
  name: 'single-replica',
  level: 'plan',
  severity: 'warning',
  summary: 'An exposed process runs as a single pod.',
  because:
    'Every drain of its node, every eviction and every crash is an outage until another pod has started; no disruption budget can protect a single pod.',
  check: (plan) =>
    runningOf(plan)
      .filter((process) => fewestPods(process) === 1 && exposuresOf(plan, process).length > 0)
      .map((process) => ({
        path: `${pathOf(process)}.scale`,
        message: `${process.name} runs with 1 pod at the fewest.`,
        fix: `Set ${pathOf(process)}.scale.min to 2, or to 3 for three zones.`,
      })),
};
