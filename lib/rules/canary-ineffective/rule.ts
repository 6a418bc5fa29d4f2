/** Manifest rule: a canary Ingress has a main one, is the only one, and a weight that is a number. */

import { type ManifestObject, nameOf } from '../manifests/manifest-set.ts';
import {
  annotationPath,
  classOf,
  INGRESS_NGINX,
  ingressesOf,
  isCanary,
  routesOf,
} from '../manifests/ingress.ts';
import type { ManifestComplaint, ManifestRule } from '../rule.ts';

const WEIGHT = `${INGRESS_NGINX}canary-weight`;
const TOTAL = `${INGRESS_NGINX}canary-weight-total`;

/** SW4402. @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.11.0/docs/user-guide/nginx-configuration/annotations.md */
export const canaryIneffective: ManifestRule = {
  code: 'SW4402',
  name: 'canary-ineffective',
  level: 'manifest',
  severity: 'error',
  summary: 'A canary Ingress is ignored, wholly or in part.',
  because:
    'API server and admission webhook accept it; only the log of the controller tells that the weight was taken as 0, or that another canary was used instead.',
  check: (set) => {
    const ingresses = ingressesOf(set);
    const canaries = ingresses.filter(isCanary);
    return [
      ...canaries.flatMap(weightComplaints),
      ...canaries.flatMap((on) =>
        routesOf(on).flatMap((route) => {
          const others = ingresses.filter(
            (other) =>
              other !== on &&
              other.namespace === on.namespace &&
              classOf(other) === classOf(on) &&
              routesOf(other).some(({ host, path }) => host === route.host && path === route.path),
          );
          const rival = others.find(
            (other) => isCanary(other) && canaries.indexOf(other) < canaries.indexOf(on),
          );
          const base = { on, path: 'spec.rules' };
          return [
            ...(others.some((other) => !isCanary(other))
              ? []
              : [
                  {
                    ...base,
                    message: `There is no main Ingress for ${route.host}${route.path}, so this canary is ignored.`,
                    fix: 'Add the Ingress whose requests are to be split, with the same host, path and class.',
                  },
                ]),
            ...(rival === undefined
              ? []
              : [
                  {
                    ...base,
                    message: `${nameOf(rival)} is a canary of ${route.host}${route.path} too; only one is honoured.`,
                    fix: 'Keep one canary for each host and path.',
                  },
                ]),
          ];
        }),
      ),
    ];
  },
};

function weightComplaints(on: ManifestObject): readonly ManifestComplaint[] {
  const weight = on.annotations[WEIGHT];
  const total = Number(on.annotations[TOTAL] ?? '100');
  if (weight === undefined || (/^\d+$/.test(weight) && Number(weight) <= total)) return [];
  return [
    {
      on,
      path: annotationPath(WEIGHT),
      message: `canary-weight is ${weight}; a whole number from 0 to ${total} is needed. The controller takes it as 0.`,
      fix: `Write a whole number from 0 to ${total}.`,
    },
  ];
}
