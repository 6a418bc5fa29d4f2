/** Manifest rule: pods that are granted nothing in the API carry no token for it. */

import { at, listAt, textAt } from '../manifests/data.ts';
import {
  findBeside,
  type ManifestSet,
  objectsOf,
  sameNamespace,
} from '../manifests/manifest-set.ts';
import type { PodTemplate } from '../manifests/pod-template.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4029. @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting */
export const tokenMounted: ManifestRule = {
  code: 'SW4029',
  name: 'token-mounted',
  level: 'manifest',
  severity: 'note',
  summary: 'A pod carries a token for the Kubernetes API although no role is bound to its account.',
  because:
    'Whoever reads a file of the pod has an identity in the cluster; an application that never calls the API loses nothing without it.',
  check: (set) =>
    set.pods
      .filter((pod) => mountsToken(set, pod) && !isGranted(set, pod))
      .map((pod) => ({
        on: pod.owner,
        path: `${pod.path}.automountServiceAccountToken`,
        message: `The pod mounts a token of the service account ${accountOf(pod)}, to which no RoleBinding or ClusterRoleBinding of these objects grants anything.`,
        fix: 'Set automountServiceAccountToken: false for the pod.',
      })),
};

function accountOf(pod: PodTemplate): string {
  return textAt(pod.spec, 'serviceAccountName') ?? 'default';
}

function mountsToken(set: ManifestSet, pod: PodTemplate): boolean {
  const own = pod.spec['automountServiceAccountToken'];
  const account = findBeside(set, pod.owner, 'ServiceAccount', accountOf(pod));
  return own !== undefined
    ? own !== false
    : at(account?.body, 'automountServiceAccountToken') !== false;
}

function isGranted(set: ManifestSet, pod: PodTemplate): boolean {
  return objectsOf(set, 'RoleBinding', 'ClusterRoleBinding').some((binding) =>
    listAt(binding.body, 'subjects').some(
      (subject) =>
        textAt(subject, 'kind') === 'ServiceAccount' &&
        textAt(subject, 'name') === accountOf(pod) &&
        (textAt(subject, 'namespace') === pod.owner.namespace || sameNamespace(binding, pod.owner)),
    ),
  );
}
