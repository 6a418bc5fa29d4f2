/** Plan rule: processes that share a volume may be on several nodes. */

import { pathOf } from '../plans/processes.ts';
import { heldClaims, holderOf } from '../plans/volumes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2363. @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes */
export const claimBetweenProcesses: PlanRule = {
  code: 'SW2363',
  name: 'claim-between-processes',
  level: 'plan',
  severity: 'error',
  summary: 'Several processes mount a volume that only one node, or one pod, may hold.',
  because:
    'Their pods land on different nodes: whichever comes second stays in ContainerCreating, a cron job or a migration until its deadline.',
  check: (plan) => {
    const groups = Map.groupBy(heldClaims(plan), ({ claim }) => claim.claimName);
    return [...groups.values()].flatMap((held) => {
      const [first, ...others] = held;
      const holder = first === undefined ? undefined : holderOf(first.claim.accessMode);
      if (first === undefined || holder === undefined) return [];
      return others
        .filter(({ process }) => process.name !== first.process.name)
        .map(({ process, volume, claim, path }) => ({
          path,
          message: `${pathOf(process)} and ${pathOf(first.process)} both mount ${volume}, which is ${claim.accessMode}: one ${holder} at a time.`,
          fix: 'Use ReadWriteMany, with a storage class that offers it; or leave the volume to one of them.',
        }));
    });
  },
};
