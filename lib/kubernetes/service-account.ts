/** kubernetes › ServiceAccount: the identity of the pods, without an API token unless one is asked for. */

import type { k8s } from 'cdk8s-plus-28';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { namespaced } from './entry.ts';
import type { ManifestEntry } from './manifest.ts';
import type { Plain } from './plain.ts';

/** The ServiceAccount, unless an existing one is used. */
export function lowerServiceAccount(plan: ServicePlan): readonly ManifestEntry[] {
  const { create, serviceAccountName, annotations, automountToken } = plan.identity;
  if (!create) return [];
  const props = {
    automountServiceAccountToken: automountToken ? undefined : false,
  } satisfies Plain<k8s.KubeServiceAccountProps>;
  return [
    namespaced(
      plan,
      ['service-account'],
      { name: serviceAccountName, annotations },
      { apiVersion: 'v1', kind: 'ServiceAccount', ...props },
    ),
  ];
}
