/** Manifest rule: the update of a Deployment may take a first step. */

import { scalarAt, textAt } from '../manifests/data.ts';
import { objectsOf } from '../manifests/manifest-set.ts';
import type { ManifestRule } from '../rule.ts';

/** What the API server takes for a part that is not said. */
const DEFAULT = '25%';

/** SW4220. @see https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/apis/apps/validation/validation.go ValidateRollingUpdateDeployment */
export const updateCannotStart: ManifestRule = {
  code: 'SW4220',
  name: 'update-cannot-start',
  level: 'manifest',
  severity: 'error',
  saidByPlan: 'SW2070',
  summary: 'A rolling update may neither add a pod nor miss one.',
  because: 'The API server refuses the Deployment: there would be no first step.',
  check: (set) =>
    objectsOf(set, 'Deployment').flatMap((on) => {
      const place = ['spec', 'strategy', 'rollingUpdate'] as const;
      const [surge, missing] = ['maxSurge', 'maxUnavailable'].map(
        (key) => scalarAt(on.body, ...place, key) ?? DEFAULT,
      );
      const rolls =
        (textAt(on.body, 'spec', 'strategy', 'type') ?? 'RollingUpdate') === 'RollingUpdate';
      if (!rolls || !isZero(surge) || !isZero(missing)) return [];
      return [
        {
          on,
          path: [...place, 'maxSurge'].join('.'),
          message: 'maxSurge and maxUnavailable are both 0.',
          fix: 'Set maxSurge to 1 or 25%, and leave maxUnavailable at 0.',
        },
      ];
    }),
};

function isZero(amount: number | string | undefined): boolean {
  return /^0+%?$/.test(String(amount));
}
