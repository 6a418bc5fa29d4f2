/** Manifest rule: a host and path are served by one Ingress. */

import { nameOf } from '../manifests/manifest-set.ts';
import { classOf, ingressesOf, isCanary, routesOf } from '../manifests/ingress.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4403. @see https://docs.nginx.com/nginx-ingress-controller/configuration/host-and-listener-collisions/ */
export const routeClaimedTwice: ManifestRule = {
  code: 'SW4403',
  name: 'route-claimed-twice',
  level: 'manifest',
  severity: 'error',
  summary:
    'Two Ingresses of a class serve the same host and path, or one host without saying which is the master.',
  because:
    'F5 NGINX Ingress Controller gives the whole host to the older one and ignores the other; the admission webhook of ingress-nginx refuses the second.',
  check: (set) => {
    const seen = new Set<string>();
    const mains = ingressesOf(set).filter((on) => !isCanary(on));
    const routes = mains.flatMap((on) => routesOf(on).map((route) => ({ on, ...route })));
    const byPlace = Map.groupBy(
      routes,
      ({ on, host, path, pathType }) => `${classOf(on)} ${host} ${path} ${pathType}`,
    );
    return [...byPlace.values()].flatMap(([first, ...others]) =>
      others
        .filter((other) => first !== undefined && other.on !== first.on)
        .flatMap((other) => {
          const key = `${nameOf(other.on)} ${other.host}${other.path}`;
          if (first === undefined || seen.has(key)) return [];
          seen.add(key);
          return [
            {
              on: other.on,
              path: 'spec.rules',
              message: `${other.host}${other.path} is served by ${nameOf(first.on)} too${first.on.namespace === other.on.namespace ? '' : ` (namespace ${first.on.namespace})`}.`,
              fix: 'Keep the path in one of them.',
            },
          ];
        }),
    );
  },
};
