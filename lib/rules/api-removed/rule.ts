/** Manifest rule: objects use versions of the API that clusters still serve. */

import type { ManifestRule } from '../rule.ts';

/** Version, kinds (all when none are named), the release that no longer serves it, and what replaces it. */
const REMOVED: readonly {
  readonly version: string;
  readonly kinds?: readonly string[];
  readonly since: string;
  readonly now: string;
}[] = [
  {
    version: 'extensions/v1beta1',
    since: 'Kubernetes 1.22',
    now: 'apps/v1 or networking.k8s.io/v1',
  },
  { version: 'apps/v1beta1', since: 'Kubernetes 1.16', now: 'apps/v1' },
  { version: 'apps/v1beta2', since: 'Kubernetes 1.16', now: 'apps/v1' },
  {
    version: 'networking.k8s.io/v1beta1',
    kinds: ['Ingress', 'IngressClass'],
    since: 'Kubernetes 1.22',
    now: 'networking.k8s.io/v1',
  },
  {
    version: 'rbac.authorization.k8s.io/v1beta1',
    since: 'Kubernetes 1.22',
    now: 'rbac.authorization.k8s.io/v1',
  },
  {
    version: 'apiextensions.k8s.io/v1beta1',
    since: 'Kubernetes 1.22',
    now: 'apiextensions.k8s.io/v1',
  },
  {
    version: 'admissionregistration.k8s.io/v1beta1',
    kinds: ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    since: 'Kubernetes 1.22',
    now: 'admissionregistration.k8s.io/v1',
  },
  { version: 'scheduling.k8s.io/v1beta1', since: 'Kubernetes 1.22', now: 'scheduling.k8s.io/v1' },
  {
    version: 'coordination.k8s.io/v1beta1',
    since: 'Kubernetes 1.22',
    now: 'coordination.k8s.io/v1',
  },
  { version: 'batch/v1beta1', since: 'Kubernetes 1.25', now: 'batch/v1' },
  { version: 'policy/v1beta1', since: 'Kubernetes 1.25', now: 'policy/v1' },
  { version: 'discovery.k8s.io/v1beta1', since: 'Kubernetes 1.25', now: 'discovery.k8s.io/v1' },
  { version: 'autoscaling/v2beta1', since: 'Kubernetes 1.25', now: 'autoscaling/v2' },
  { version: 'autoscaling/v2beta2', since: 'Kubernetes 1.26', now: 'autoscaling/v2' },
  {
    version: 'flowcontrol.apiserver.k8s.io/v1beta1',
    since: 'Kubernetes 1.26',
    now: 'flowcontrol.apiserver.k8s.io/v1',
  },
  {
    version: 'flowcontrol.apiserver.k8s.io/v1beta2',
    since: 'Kubernetes 1.29',
    now: 'flowcontrol.apiserver.k8s.io/v1',
  },
  {
    version: 'flowcontrol.apiserver.k8s.io/v1beta3',
    since: 'Kubernetes 1.32',
    now: 'flowcontrol.apiserver.k8s.io/v1',
  },
  {
    version: 'external-secrets.io/v1beta1',
    since: 'External Secrets 1.0',
    now: 'external-secrets.io/v1',
  },
];

/** SW4307. @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/ */
export const apiRemoved: ManifestRule = {
  code: 'SW4307',
  name: 'api-removed',
  level: 'manifest',
  severity: 'error',
  summary: 'An object uses a version of the API that is no longer served.',
  because: 'The API server answers 404, and the whole apply stops there.',
  check: (set) =>
    set.objects.flatMap((on) =>
      REMOVED.filter(
        ({ version, kinds }) => version === on.apiVersion && (kinds?.includes(on.kind) ?? true),
      ).map(({ since, now }) => ({
        on,
        path: 'apiVersion',
        message: `${on.apiVersion} ${on.kind} is not served any more since ${since}.`,
        fix: `Use ${now}; some fields have other names there.`,
      })),
    ),
};
