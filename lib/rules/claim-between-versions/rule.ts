/** Plan rule: two versions that run side by side do not need one volume that only one of them can have. */

import { pathOf, runningOf } from '../plans/processes.ts';
import { claimsOf, holderOf, runsVersionsBesideEachOther } from '../plans/volumes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2362. @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes */
export const claimBetweenVersions: PlanRule = {
  code: 'SW2362',
  name: 'claim-between-versions',
  level: 'plan',
  severity: 'error',
  summary: 'Two versions run side by side, and both mount a volume that one node may hold.',
  because:
    'The pods of the new version never start while those of the old one hold the volume, so there is nothing to look at and nothing to switch to.',
  check: (plan) =>
    runningOf(plan)
      .filter(runsVersionsBesideEachOther)
      .flatMap((process) =>
        claimsOf(process).flatMap(({ volume, claim, path }) => {
          const holder = holderOf(claim.accessMode);
          if (holder === undefined) return [];
          return [
            {
              path,
              message: `Both versions of ${process.name} mount ${volume}, which is ${claim.accessMode}: one ${holder} at a time.`,
              fix: `Use ReadWriteMany, with a storage class that offers it; or \`${pathOf(process)}.rollout: recreate()\` with one pod.`,
            },
          ];
        }),
      ),
};
