/** Manifest rule: no raw nginx configuration in annotations. */

import { annotationPath, F5_NGINX, INGRESS_NGINX, ingressesOf } from '../manifests/ingress.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4405. @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.11.0/docs/user-guide/nginx-configuration/annotations-risk.md */
export const ingressSnippet: ManifestRule = {
  code: 'SW4405',
  name: 'ingress-snippet',
  level: 'manifest',
  severity: 'warning',
  summary: 'An annotation holds raw nginx configuration.',
  because:
    'Both controllers ignore or refuse snippets unless switched on for the whole cluster, because whoever writes one can read every Secret the controller can.',
  check: (set) =>
    ingressesOf(set).flatMap((on) =>
      Object.keys(on.annotations)
        .filter(
          (key) =>
            (key.startsWith(INGRESS_NGINX) && key.endsWith('-snippet')) ||
            (key.startsWith(F5_NGINX) && key.endsWith('-snippets')),
        )
        .map((key) => ({
          on,
          path: annotationPath(key),
          message: `${key} is raw nginx configuration.`,
          fix: 'Use the annotation made for the purpose, or a Policy of the controller.',
        })),
    ),
};
