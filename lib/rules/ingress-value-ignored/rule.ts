/** Manifest rule: annotations of nginx controllers have the form the controller reads. */

import type { ManifestObject } from '../manifests/manifest-set.ts';
import {
  annotationPath,
  F5_NGINX,
  INGRESS_NGINX,
  ingressesOf,
  routesOf,
} from '../manifests/ingress.ts';
import type { ManifestComplaint, ManifestRule } from '../rule.ts';

/** Annotations, the form of their value, and how it is described. */
const FORMS: readonly {
  readonly prefix: string;
  readonly keys: readonly string[];
  readonly form: RegExp;
  readonly accepted: string;
}[] = [
  {
    prefix: INGRESS_NGINX,
    keys: [
      'proxy-connect-timeout',
      'proxy-read-timeout',
      'proxy-send-timeout',
      'proxy-next-upstream-tries',
      'proxy-next-upstream-timeout',
      'limit-rps',
      'limit-rpm',
      'limit-connections',
      'session-cookie-max-age',
      'cors-max-age',
    ],
    form: /^-?\d+$/,
    accepted: 'a whole number without a unit, such as 60',
  },
  {
    prefix: INGRESS_NGINX,
    keys: ['proxy-body-size', 'client-body-buffer-size', 'proxy-buffer-size'],
    form: /^\d+[kKmMgG]?$/,
    accepted: 'a number with k, m or g, such as 10m',
  },
  {
    prefix: INGRESS_NGINX,
    keys: [
      'ssl-redirect',
      'force-ssl-redirect',
      'enable-cors',
      'use-regex',
      'canary',
      'service-upstream',
    ],
    form: /^(?:true|false)$/,
    accepted: 'true or false',
  },
  {
    prefix: F5_NGINX,
    keys: [
      'proxy-connect-timeout',
      'proxy-read-timeout',
      'proxy-send-timeout',
      'proxy-next-upstream-timeout',
    ],
    form: /^(?:\d+(?:ms|[smhdwMy])?\s*)+$/,
    accepted: 'a time of nginx, such as 60s',
  },
  {
    prefix: F5_NGINX,
    keys: ['client-max-body-size', 'client-body-buffer-size', 'proxy-buffer-size'],
    form: /^\d+[kKmMgG]?$/,
    accepted: 'a number with k, m or g, such as 10m',
  },
  {
    prefix: F5_NGINX,
    keys: ['limit-req-rate'],
    form: /^\d+r\/[sm]$/,
    accepted: 'a rate such as 10r/s',
  },
];

/** SW4404. @see https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/ */
export const ingressValueIgnored: ManifestRule = {
  code: 'SW4404',
  name: 'ingress-value-ignored',
  level: 'manifest',
  severity: 'error',
  summary:
    'An annotation of an nginx controller has a value the controller does not read, or a path it refuses.',
  because:
    'ingress-nginx uses its default and says so only in its log; F5 NGINX Ingress Controller rejects the whole Ingress. The API server knows neither.',
  check: (set) =>
    ingressesOf(set).flatMap((on) => [
      ...FORMS.flatMap(({ prefix, keys, form, accepted }) =>
        keys.flatMap((key) => {
          const value = on.annotations[`${prefix}${key}`];
          if (value === undefined || form.test(value)) return [];
          return [
            {
              on,
              path: annotationPath(`${prefix}${key}`),
              message: `${key} is ${JSON.stringify(value)}; ${accepted} is accepted.`,
              fix: `Write ${accepted}.`,
            },
          ];
        }),
      ),
      ...pathComplaints(on),
    ]),
};

/** Refused by strict-validate-path-type, which is on by default. */
function pathComplaints(on: ManifestObject): readonly ManifestComplaint[] {
  return routesOf(on)
    .filter(
      ({ path, pathType }) =>
        pathType !== 'ImplementationSpecific' && !/^\/[A-Za-z0-9/._~%!$&'+,;=:@-]*$/.test(path),
    )
    .map(({ host, path, pathType }) => ({
      on,
      path: 'spec.rules',
      message: `The path ${path} of ${host} has pathType ${pathType} and characters of a regular expression.`,
      fix: 'Use pathType ImplementationSpecific with the annotation use-regex, or a plain path.',
    }));
}
