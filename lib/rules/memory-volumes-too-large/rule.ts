/** Plan rule: files kept in memory leave memory for the process. */

import { parseQuantity } from '../../units/quantity.ts';
import { pathOf, processesOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2306. @see https://kubernetes.io/docs/concepts/storage/volumes/#emptydir */
export const memoryVolumesTooLarge: PlanRule = {
  code: 'SW2306',
  name: 'memory-volumes-too-large',
  level: 'plan',
  severity: 'warning',
  summary: 'Directories in memory may take half of the memory limit or more.',
  because:
    'What is written there counts towards the limit of the container: a full cache kills the process.',
  check: (plan) =>
    processesOf(plan).flatMap((process) => {
      const { writable, resources } = process.container;
      const inMemory = writable.filter(({ medium }) => medium === 'memory');
      const size = inMemory.reduce((sum, { sizeLimit }) => sum + bytes(sizeLimit), 0);
      const limit = bytes(resources.limits.memory ?? '0');
      if (limit === 0 || size * 2 < limit) return [];
      return [
        {
          path: `${pathOf(process)}.writable`,
          message: `${inMemory.map(({ path, sizeLimit }) => `${path} (${sizeLimit})`).join(' and ')} in memory, of a limit of ${resources.limits.memory ?? ''}.`,
          fix: "Use medium: 'disk', smaller sizes, or a higher memory limit.",
        },
      ];
    }),
};

function bytes(text: string): number {
  const parsed = parseQuantity(text);
  return parsed.ok ? Number(parsed.value.nano / 1_000_000_000n) : 0;
}
