/** Plan rule: several workers are not held to less than one core. */

import { parseQuantity } from '../../units/quantity.ts';
import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

const CORE_NANO = 1_000_000_000n;

/** SW2224. @see https://docs.kernel.org/scheduler/sched-bwc.html */
export const workersShareACore: PlanRule = {
  code: 'SW2224',
  name: 'workers-share-a-core',
  level: 'plan',
  severity: 'warning',
  summary: 'Several workers together are limited to less than one core.',
  because:
    'The kernel stops all of them for the rest of each tenth of a second as soon as they have used their share: every request that is being answered waits, however little it needs.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const limit = process.container.resources.limits.cpu;
      const workers = process.server?.workers ?? 1;
      const parsed = limit === undefined ? undefined : parseQuantity(limit);
      if (workers < 2 || parsed?.ok !== true || parsed.value.nano >= CORE_NANO) return [];
      return [
        {
          path: `${pathOf(process)}.resources.limits.cpu`,
          message: `${workers} workers share ${limit ?? ''} of a core.`,
          fix: 'Leave the CPU limit out (the request keeps its share), or set it to 1 or more.',
        },
      ];
    }),
};
