/** Plan rule: it is said when two versions run side by side. */

import { most, pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2351. @see https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
export const doubleCapacity: PlanRule = {
  code: 'SW2351',
  name: 'double-capacity',
  level: 'plan',
  severity: 'note',
  summary: 'Two versions run side by side and need room for both.',
  because:
    'Pods beyond the quota of the namespace or the nodes of the cluster stay pending, and the switch would lead to fewer pods than it left.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const awake = process.stacks.filter(({ scaling }) => scaling.kind !== 'idle');
      if (awake.length < 2) return [];
      const pods = awake.map(({ slot, scaling }) => `${slot} ${most(scaling)}`);
      const { cpu, memory } = process.container.resources.requests;
      const total = awake.reduce((sum, { scaling }) => sum + most(scaling), 0);
      return [
        {
          path: `${pathOf(process)}.rollout`,
          message: `Up to ${total} pods of ${process.name} at once (${pods.join(', ')}), each requesting ${cpu ?? 'no'} CPU and ${memory ?? 'no'} memory.`,
          fix: 'Make sure that the quota of the namespace and the nodes have room for them; retire the old version when it is not needed any more.',
        },
      ];
    }),
};
