/** Plan rule: a volume that one node or one pod may hold is asked for by no more than one pod. */

import { pathOf } from '../plans/processes.ts';
import { heldClaims, holderOf, mostPods } from '../plans/volumes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2360. @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes */
export const claimHeldBySeveralPods: PlanRule = {
  code: 'SW2360',
  name: 'claim-held-by-several-pods',
  level: 'plan',
  severity: 'error',
  summary: 'Several pods mount a volume that only one node, or one pod, may hold.',
  because:
    'The first pod gets the volume; every other one on another node stays in ContainerCreating with a Multi-Attach error, and no request refuses it.',
  check: (plan) =>
    heldClaims(plan).flatMap(({ process, volume, claim, path }) => {
      const holder = holderOf(claim.accessMode);
      const pods = mostPods(process);
      if (holder === undefined || pods < 2) return [];
      const scaled = 'scaling' in process && 'maxReplicas' in process.scaling;
      const count = process.kind === 'cron' ? 'runs that overlap' : `up to ${pods} pods`;
      return [
        {
          path,
          message: `${process.name} has ${count}, and ${volume} is ${claim.accessMode}: one ${holder} at a time.`,
          fix:
            process.kind === 'cron'
              ? "Set concurrency: 'Forbid', or use a volume that is ReadWriteMany."
              : `Use ReadWriteMany, with a storage class that offers it; or give every pod a volume of its own, perPod() with stateful(); or run one pod${scaled ? ` without an autoscaler, \`${pathOf(process)}.scale: 1\`` : `, \`${pathOf(process)}.scale: 1\``}.`,
        },
      ];
    }),
};
