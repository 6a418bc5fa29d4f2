/** Manifest rule: a variable is set once. */

import { listAt, textAt } from '../manifests/data.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4302. @see https://github.com/kubernetes/kubernetes/issues/58477 */
export const duplicateVariable: ManifestRule = {
  code: 'SW4302',
  name: 'duplicate-variable',
  level: 'manifest',
  severity: 'error',
  summary: 'A container sets the same variable twice.',
  because:
    'The last one counts at first, but the list is merged by name: a later apply may drop either, so that the value changes without anybody changing it.',
  check: (set) =>
    set.pods.flatMap((pod) =>
      pod.containers.flatMap((container) => {
        const names = listAt(container.body, 'env').map((body) => textAt(body, 'name') ?? '');
        const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
        return twice.map((name) => ({
          on: pod.owner,
          path: `${container.path}.env[${name}]`,
          message: `Container ${container.name} sets ${name} ${names.filter((other) => other === name).length} times.`,
          fix: `Keep one ${name}.`,
        }));
      }),
    ),
};
