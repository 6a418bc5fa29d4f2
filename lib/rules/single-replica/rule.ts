/** Plan rule: what is exposed runs more than once. */

import type { RunningProcessPlan } from '../../model/plan/process-plan.ts';
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
      .filter(
        (process) => fewestPods(settled(process)) === 1 && exposuresOf(plan, process).length > 0,
      )
      .map((process) => {
        const path = `${pathOf(process)}.scale`;
        const option = process.scaling.kind === 'fixed' ? path : `${path}.min`;
        return {
          path,
          message: `${process.name} runs with 1 pod at the fewest.`,
          fix: `Set ${option} to 2, or to 3 for three zones.`,
        };
      }),
};

/** Without versions that are tried out or kept warm: their few pods follow from their share, and users have others. */
function settled(process: RunningProcessPlan): RunningProcessPlan {
  const { rollout, stacks } = process;
  const named =
    rollout.kind === 'weightedTraffic'
      ? 'stable'
      : rollout.kind === 'parallelStacks'
        ? rollout.active
        : undefined;
  return named === undefined
    ? process
    : { ...process, stacks: stacks.filter(({ slot }) => slot === named) };
}
