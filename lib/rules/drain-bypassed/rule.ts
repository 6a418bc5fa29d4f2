/** Manifest rule: proxies know single pods, so that they can leave one alone. */

import { annotationPath, F5_NGINX, INGRESS_NGINX, ingressesOf } from '../manifests/ingress.ts';
import type { ManifestRule } from '../rule.ts';

const SWITCHES = [`${INGRESS_NGINX}service-upstream`, `${F5_NGINX}use-cluster-ip`];

/** SW4406. @see https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/ */
export const drainBypassed: ManifestRule = {
  code: 'SW4406',
  name: 'drain-bypassed',
  level: 'manifest',
  severity: 'warning',
  saidByPlan: 'SW2122',
  summary: 'The proxy sends to the address of the Service instead of to pods.',
  because:
    'Its idle connections end at one pod each, unseen: when that pod stops, requests sent over them are lost, and failures cannot be retried at another pod.',
  check: (set) =>
    ingressesOf(set).flatMap((on) =>
      SWITCHES.filter((key) => on.annotations[key]?.toLowerCase() === 'true').map((key) => ({
        on,
        path: annotationPath(key),
        message: `${key} is true.`,
        fix: 'Remove the annotation. A service mesh that needs it must drain connections itself.',
      })),
    ),
};
