/** Plan rule: nobody asks to write to a volume that cannot be written to. */

import { pathOf, processesOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2364. @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes */
export const readOnlyVolumeWritten: PlanRule = {
  code: 'SW2364',
  name: 'read-only-volume-written',
  level: 'plan',
  severity: 'error',
  summary: 'A mount asks to write to a volume that is read-only by its kind.',
  because:
    'The first write fails with "Read-only file system", after everything else has gone well.',
  check: (plan) =>
    processesOf(plan).flatMap((process) =>
      (process.container.volumes ?? []).flatMap(({ volume, plan: stored, mounts }) => {
        const why =
          stored.kind === 'projected'
            ? 'projected'
            : stored.kind === 'claim' && stored.accessMode === 'ReadOnlyMany'
              ? 'ReadOnlyMany'
              : undefined;
        if (why === undefined) return [];
        return mounts
          .filter(({ readOnly }) => !readOnly)
          .map(({ path }) => ({
            path: `${pathOf(process)}.mounts.${path}.readOnly`,
            message: `${path} is to be written to, and ${volume} is ${why}.`,
            fix: 'Leave readOnly out; write to another volume, or to a path in `writable`.',
          }));
      }),
    ),
};
