/** Plan rule: all pods together open no more connections than a dependency accepts. */

import type { PlanRule } from '../rule.ts';

/** SW2303. @see https://www.postgresql.org/docs/current/runtime-config-connection.html */
export const connectionBudgetExceeded: PlanRule = {
  code: 'SW2303',
  name: 'connection-budget-exceeded',
  level: 'plan',
  severity: 'warning',
  summary: 'At peak the pods open more connections than a dependency accepts.',
  because:
    'The dependency refuses further connections just when load is highest, or during a rollout, when old and new pods are there at once.',
  check: (plan) =>
    Object.entries(plan.needs).flatMap(([name, { title, connections }]) => {
      if (connections === undefined || connections.peak <= connections.max) return [];
      const { peak, max, perThread, assumed } = connections;
      return [
        {
          path: `needs.${name}`,
          message: `Up to ${peak} connections to ${title} may be open at once (${perThread} for each thread, surge and stopping pods included); ${assumed === undefined ? `it accepts ${max}` : `${max} assumed, ${assumed}`}.`,
          fix: `${assumed === undefined ? '' : 'Say `connections: { max }` if it accepts more. '}Lower scale.max or the threads of the server, put a pooler such as PgBouncer between, or raise the limit there and here.`,
        },
      ];
    }),
};
