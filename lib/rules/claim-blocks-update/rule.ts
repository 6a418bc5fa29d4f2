/** Plan rule: an update does not wait for a volume that the pod it replaces still holds. */

import { resolveFenceposts } from '../../units/percent.ts';
import { pathOf, runningOf } from '../plans/processes.ts';
import { claimsOf, holderOf, mostPods } from '../plans/volumes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2361. @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes */
export const claimBlocksUpdate: PlanRule = {
  code: 'SW2361',
  name: 'claim-blocks-update',
  level: 'plan',
  severity: 'error',
  summary: 'A rolling update starts a pod while the old one still holds the volume both need.',
  because:
    'The new pod cannot start before the old one has gone, and the old one does not go before the new one is ready: the update stands still until its deadline, unless both happen to be on one node.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const { rollout } = process;
      if (rollout.kind !== 'rollingUpdate' || mostPods(process) !== 1) return [];
      if (resolveFenceposts(rollout.maxSurge, rollout.maxUnavailable, 1).surge === 0) return [];
      return claimsOf(process).flatMap(({ volume, claim, path }) => {
        const holder = holderOf(claim.accessMode);
        if (holder === undefined) return [];
        return [
          {
            path,
            message: `An update of ${process.name} starts a second pod before it stops the first, and ${volume} is ${claim.accessMode}: one ${holder} at a time.`,
            fix: `Set \`${pathOf(process)}.rollout: recreate()\`, a short outage with each update; or use ReadWriteMany, with a storage class that offers it.`,
          },
        ];
      });
    }),
};
