/** Plan rule: a target utilisation can be reached before the limit stops the usage. */

import type { RunningProcessPlan } from '../../model/plan/process-plan.ts';
import { parseQuantity } from '../../units/quantity.ts';
import { pathOf, runningOf, useTargets } from '../plans/processes.ts';
import type { PlanComplaint, PlanRule } from '../rule.ts';

/** Share of the limit above which usage is rarely averaged over all pods. */
const REACHABLE = 0.9;

/** SW2262. @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details */
export const utilizationUnreachable: PlanRule = {
  code: 'SW2262',
  name: 'utilization-unreachable',
  level: 'plan',
  severity: 'error',
  summary: 'The target utilisation is above what the limit lets the process use.',
  because:
    'Utilisation is usage divided by the request, and usage ends at the limit: the autoscaler never sees its target and never scales up.',
  check: (plan) => runningOf(plan).flatMap(complaints),
};

function complaints(process: RunningProcessPlan): readonly PlanComplaint[] {
  return useTargets(process.scaling).flatMap(({ resource, percent: target, member }) => {
    if (target === undefined) return [];
    const { requests, limits } = process.container.resources;
    const request = amount(requests[resource]);
    const limit = amount(limits[resource]);
    if (request === undefined || limit === undefined || request === 0) return [];
    const highest = Math.floor((100 * limit) / request);
    if (target <= highest * REACHABLE) return [];
    return [
      {
        path: `${pathOf(process)}.scale.${member}`,
        severity: target > highest ? ('error' as const) : ('warning' as const),
        message: `The target is ${target} % of the ${resource} request (${requests[resource] ?? ''}); the limit (${limits[resource] ?? ''}) ends usage at ${highest} %.`,
        fix: `Set the target to ${Math.floor(highest * 0.7)} or lower, or raise the limit.`,
      },
    ];
  });
}

function amount(text: string | undefined): number | undefined {
  const parsed = text === undefined ? undefined : parseQuantity(text);
  return parsed?.ok === true ? Number(parsed.value.nano) : undefined;
}
