/** Plan rule: that anybody may connect is said once more. */

import type { PlanRule } from '../rule.ts';

/** SW2341. @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export const networkOpen: PlanRule = {
  code: 'SW2341',
  name: 'network-open',
  level: 'plan',
  severity: 'note',
  summary: 'Network policies are off.',
  because:
    'Every pod of the cluster may connect to every port, and a compromised pod may connect to anything.',
  check: (plan) =>
    plan.network.enabled
      ? []
      : [
          {
            path: 'network.policies',
            message: 'No NetworkPolicy is written for this service.',
            fix: 'Leave network.policies out; holes follow from exposures and needs.',
          },
        ],
};
