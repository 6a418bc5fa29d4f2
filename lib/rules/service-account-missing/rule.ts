/** Manifest rule: the identity a pod runs under is there. */

import { textAt } from '../manifests/data.ts';
import { findBeside, namesBeside } from '../manifests/manifest-set.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4105. @see https://kubernetes.io/docs/concepts/security/service-accounts/ */
export const serviceAccountMissing: ManifestRule = {
  code: 'SW4105',
  name: 'service-account-missing',
  level: 'manifest',
  severity: 'error',
  summary: 'A pod runs under a service account that is not there.',
  because:
    'The workload is accepted, but each of its pods is refused: "serviceaccount not found" appears only among the events of the ReplicaSet.',
  check: (set) =>
    set.pods.flatMap((pod) => {
      const name = textAt(pod.spec, 'serviceAccountName') ?? 'default';
      if (name === 'default' || findBeside(set, pod.owner, 'ServiceAccount', name)) return [];
      return [
        {
          on: pod.owner,
          path: `${pod.path}.serviceAccountName`,
          message: `ServiceAccount ${name} is not among these objects; in this namespace there are: ${namesBeside(set, pod.owner, 'ServiceAccount')}.`,
          fix: 'Add the ServiceAccount or correct the name; if it is made elsewhere, silence this rule with that reason.',
        },
      ];
    }),
};
