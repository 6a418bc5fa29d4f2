/** Plan rule: no container asks for more than it may use. */

import type { ResourcesPlan } from '../../model/plan/container-plan.ts';
import type { ProcessPlan } from '../../model/plan/process-plan.ts';
import { isLess } from '../../units/quantity.ts';
import { pathOf, processesOf } from '../plans/processes.ts';
import type { PlanComplaint, PlanRule } from '../rule.ts';

const AMOUNTS = ['cpu', 'memory', 'ephemeralStorage'] as const;

/** SW2272. @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/apis/core/validation/validation.go ValidateContainerResourceRequirements */
export const requestAboveLimit: PlanRule = {
  code: 'SW2272',
  name: 'request-above-limit',
  level: 'plan',
  severity: 'error',
  summary: 'A container requests more CPU, memory or storage than its limit.',
  because:
    'The API server refuses such pods. The object that makes them is accepted, so that a release waits for pods that never come.',
  check: (plan) => processesOf(plan).flatMap(complaints),
};

function complaints(process: ProcessPlan): readonly PlanComplaint[] {
  const { container } = process;
  const proxies = (container.sidecars ?? []).map(({ name, resources }) => ({
    at: `${pathOf(process)}.proxy.resources`,
    whose: `of ${name} `,
    resources,
  }));
  return [
    { at: `${pathOf(process)}.resources`, whose: '', resources: container.resources },
    ...proxies,
  ].flatMap(({ at, whose, resources }) => ofContainer(at, whose, resources));
}

function ofContainer(
  at: string,
  whose: string,
  { requests, limits }: ResourcesPlan,
): readonly PlanComplaint[] {
  return AMOUNTS.flatMap((resource) => {
    const [request, limit] = [requests[resource], limits[resource]];
    if (request === undefined || limit === undefined || !isLess(limit, request)) return [];
    return [
      {
        path: at,
        message: `The ${resource} request ${whose}is ${request}, more than the limit of ${limit}.`,
        fix: `Set limits.${resource} to ${request} or more, or requests.${resource} to ${limit} or less.`,
      },
    ];
  });
}
