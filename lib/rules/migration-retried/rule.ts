/** Plan rule: a migration that failed is looked at before it runs again and again. */

import { migrationOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** Enough for a connection that broke; more hides a fault. */
const MOST_RETRIES = 2;

/** SW2312. @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy */
export const migrationRetried: PlanRule = {
  code: 'SW2312',
  name: 'migration-retried',
  level: 'plan',
  severity: 'warning',
  summary: 'A failing migration is tried many times.',
  because:
    'A migration that is not wrapped in one transaction leaves half of its work behind; each try does something else, and the release learns of the failure late.',
  check: (plan) => {
    const migration = migrationOf(plan);
    if (migration === undefined || migration.retries <= MOST_RETRIES) return [];
    return [
      {
        path: 'migrate.retries',
        message: `A failed migration is tried ${migration.retries} more times; at most ${MOST_RETRIES} are advised.`,
        fix: `Leave retries out (0), or set it to ${MOST_RETRIES} or less.`,
      },
    ];
  },
};
