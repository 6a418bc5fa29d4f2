/** Plan rule: what runs before anything is made needs nothing that is made with the rest. */

import { migrationOf } from '../plans/processes.ts';
import { claimsOf } from '../plans/volumes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2370. @see https://helm.sh/docs/topics/charts_hooks/ */
export const migrationMountsClaim: PlanRule = {
  code: 'SW2370',
  name: 'migration-mounts-claim',
  level: 'plan',
  severity: 'warning',
  summary: 'The migration mounts a claim that the service makes itself.',
  because:
    'Helm runs the migration before it makes anything else: at the first install its pod waits for a claim that comes only after it, until the deadline.',
  check: (plan) => {
    const migration = migrationOf(plan);
    if (migration === undefined) return [];
    return claimsOf(migration)
      .filter(({ claim }) => claim.request !== undefined)
      .map(({ volume, path }) => ({
        path,
        message: `The migration mounts ${volume}, which a chart makes after it.`,
        fix: 'Leave the mount out, and prepare files in a task or when the application starts; or make the claim before, and describe it with existingClaim().',
      }));
  },
};
