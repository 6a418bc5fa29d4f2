/** Manifest rule: an Ingress says whose it is. */

import { classOf, ingressesOf } from '../manifests/ingress.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4408. @see https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class */
export const ingressClassMissing: ManifestRule = {
  code: 'SW4408',
  name: 'ingress-class-missing',
  level: 'manifest',
  severity: 'warning',
  summary: 'An Ingress names no class, or names it by the deprecated annotation.',
  because:
    'Without a class it works only where the cluster has a default one; elsewhere nobody serves it and nothing says so.',
  check: (set) =>
    ingressesOf(set).flatMap((on) => {
      const annotated = on.annotations['kubernetes.io/ingress.class'] !== undefined;
      if (classOf(on) !== '' && !annotated) return [];
      return [
        {
          on,
          path: 'spec.ingressClassName',
          message: annotated
            ? 'The class is given by the annotation kubernetes.io/ingress.class, deprecated since Kubernetes 1.18.'
            : 'ingressClassName is not set.',
          fix: 'Set spec.ingressClassName to the name of an IngressClass of the cluster (kubectl get ingressclass).',
        },
      ];
    }),
};
