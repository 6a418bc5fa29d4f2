/** Plan rule: what is described is used. */

import { processesOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2365. @see https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode */
export const volumeNotMounted: PlanRule = {
  code: 'SW2365',
  name: 'volume-not-mounted',
  level: 'plan',
  severity: 'warning',
  summary: 'A volume is described and no process mounts it.',
  because:
    'A claim is made, and paid for, all the same; where its class waits for the first pod it stays pending, and tools that wait for everything to be ready wait in vain.',
  check: (plan) => {
    const mounted = new Set(
      processesOf(plan).flatMap(({ container }) =>
        (container.volumes ?? []).map(({ volume }) => volume),
      ),
    );
    return Object.keys(plan.volumes)
      .filter((name) => !mounted.has(name))
      .map((name) => ({
        path: `volumes.${name}`,
        message: `No process mounts ${name}.`,
        fix: `Mount it, e.g. \`web: { mounts: { '/srv/${name}': '${name}' } }\`; or remove it once what it holds may go.`,
      }));
  },
};
