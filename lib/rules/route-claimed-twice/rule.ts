/** Manifest rule: a host and path are served by one Ingress; for F5's controller, the whole host. */

import { textAt } from '../manifests/data.ts';
import {
  type ManifestObject,
  type ManifestSet,
  nameOf,
  objectsOf,
} from '../manifests/manifest-set.ts';
import { F5_NGINX, classOf, ingressesOf, isCanary, routesOf } from '../manifests/ingress.ts';
import type { ManifestComplaint, ManifestRule } from '../rule.ts';

/** SW4403. @see https://docs.nginx.com/nginx-ingress-controller/configuration/host-and-listener-collisions/ */
export const routeClaimedTwice: ManifestRule = {
  code: 'SW4403',
  name: 'route-claimed-twice',
  level: 'manifest',
  severity: 'error',
  summary:
    'Two Ingresses of a class serve the same host and path, or one host without saying which is the master; or two VirtualServers serve one host.',
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
    const samePlace = [...byPlace.values()].flatMap(([first, ...others]) =>
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
    return [
      ...samePlace,
      ...hostsTakenWhole(mains.filter((on) => !seenAlready(on, samePlace))),
      ...virtualServersOfOneHost(set),
    ];
  },
};

/** Both say the same of an Ingress that is reported for its path: once is enough. */
function seenAlready(on: ManifestObject, findings: readonly ManifestComplaint[]): boolean {
  return findings.some((finding) => finding.on === on);
}

/** Ingresses for F5's controller that share a host but are not merged: other paths do not help. */
function hostsTakenWhole(mains: readonly ManifestObject[]): readonly ManifestComplaint[] {
  const claims = mains
    .filter(isPlainF5)
    .flatMap((on) =>
      [...new Set(routesOf(on).map(({ host }) => host))].map((host) => ({ on, host })),
    );
  const byHost = Map.groupBy(claims, ({ on, host }) => `${classOf(on)} ${host}`);
  return [...byHost.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : others.map(({ on, host }) => ({
          on,
          path: 'spec.rules',
          message: `${host} belongs to ${nameOf(first.on)} already, whatever the paths: what is said here, such as who is let in, never holds.`,
          fix: 'Use another host, or put the paths into one Ingress; Ingresses of your own can be merged by nginx.org/mergeable-ingress-type.',
        })),
  );
}

/** A VirtualServer takes its host whole; its parts are VirtualServerRoutes, which name no host. */
function virtualServersOfOneHost(set: ManifestSet): readonly ManifestComplaint[] {
  const servers = objectsOf(set, 'VirtualServer').filter(({ group }) => group === 'k8s.nginx.org');
  const byHost = Map.groupBy(servers, ({ body }) =>
    ['ingressClassName', 'host'].map((key) => textAt(body, 'spec', key) ?? '').join(' '),
  );
  return [...byHost.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : others.map((on) => ({
          on,
          path: 'spec.host',
          message: `${textAt(on.body, 'spec', 'host') ?? ''} belongs to ${nameOf(first)} already${first.namespace === on.namespace ? '' : ` (namespace ${first.namespace})`}.`,
          fix: 'Use another host, or make it a VirtualServerRoute of the first.',
        })),
  );
}

/** Whether F5's controller is meant, by its annotations, and it is not told to merge. */
function isPlainF5({ annotations }: ManifestObject): boolean {
  return (
    Object.keys(annotations).some((key) => key.startsWith(F5_NGINX)) &&
    annotations[`${F5_NGINX}mergeable-ingress-type`] === undefined
  );
}
