/** Plan rule: versions are switched at once only where the proxy can. */

import { exposuresOf, pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2243. @see https://argo-rollouts.readthedocs.io/en/stable/features/bluegreen/ */
export const switchBehindLoadBalancer: PlanRule = {
  code: 'SW2243',
  name: 'switch-behind-load-balancer',
  level: 'plan',
  severity: 'error',
  summary: 'Blue/green behind a load balancer that registers pods one by one.',
  because:
    'The switch replaces all targets: the old ones are deregistered while the new ones are still waiting for their first health check, and nothing answers in between.',
  check: (plan) =>
    runningOf(plan)
      .filter(({ rollout }) => rollout.kind === 'parallelStacks')
      .flatMap((process) =>
        exposuresOf(plan, process)
          .filter(({ proxy }) => proxy.kind === 'loadBalancer')
          .map(({ title }) => ({
            path: `${pathOf(process)}.rollout`,
            message: `${title} cannot switch all requests from one stack to the other without a gap.`,
            fix: 'Put a proxy of the cluster between (nginxIngress, gateway), or use rolling().',
          })),
      ),
};
