/** Plan rule: new code waits until the database is migrated. */

import { migrationOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2311. @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/ */
export const migrationWithoutCheck: PlanRule = {
  code: 'SW2311',
  name: 'migration-without-check',
  level: 'plan',
  severity: 'warning',
  summary: 'Nothing makes new pods wait for the migration.',
  because:
    "Plain kubectl, kustomize and Flux's Kustomization apply the migration and the new pods together: until it is done, new code runs on the old schema. Only Helm, Argo CD and `slipway deploy` order the two, and Flux where it releases charts, `flux({ release: 'charts' })`.",
  check: (plan) => {
    const migration = migrationOf(plan);
    if (migration === undefined || migration.check !== undefined) return [];
    return [
      {
        path: 'migrate.check',
        message: 'The migration has no check command.',
        fix: "Add one that answers 0 when nothing is left to do, for Django check: ['python', 'manage.py', 'migrate', '--check'].",
      },
    ];
  },
};
