/** Manifest rule: a load balancer waits at least as long as the proxy behind it. */

import {
  ALB,
  annotationPath,
  F5_NGINX,
  INGRESS_NGINX,
  ingressesOf,
  isAlb,
  routesOf,
} from '../manifests/ingress.ts';
import { type ManifestObject, nameOf } from '../manifests/manifest-set.ts';
import type { ManifestRule } from '../rule.ts';
import { parseDuration } from '../../units/duration.ts';

const ATTRIBUTES = `${ALB}load-balancer-attributes`;
/** `idle_timeout.timeout_seconds` of an Application Load Balancer. */
const DEFAULT_SECONDS = 60;

/** SW4418. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html */
export const loadBalancerGivesUp: ManifestRule = {
  code: 'SW4418',
  name: 'load-balancer-gives-up',
  level: 'manifest',
  severity: 'warning',
  summary: 'A load balancer waits for an answer less long than the proxy behind it.',
  because:
    'The client gets 504 from the load balancer while the proxy and a worker go on with work nobody waits for.',
  check: (set) => {
    const balancers = ingressesOf(set).filter(isAlb);
    return ingressesOf(set)
      .filter((on) => !isAlb(on))
      .flatMap((proxy) =>
        balancers
          .filter((on) => mayLeadTo(on, proxy) && (readSeconds(proxy) ?? 0) > idleSeconds(on))
          .map((on) => ({
            on,
            path: annotationPath(ATTRIBUTES),
            message: `The load balancer gives up after ${idleSeconds(on)} s; ${nameOf(proxy)} waits ${readSeconds(proxy) ?? ''} s for its pods.`,
            fix: `Set idle_timeout.timeout_seconds above ${readSeconds(proxy) ?? ''}.`,
          })),
      );
  },
};

/** Whether requests of a host of the proxy may come by the load balancer; one that names no host takes them all. */
function mayLeadTo(balancer: ManifestObject, proxy: ManifestObject): boolean {
  const taken = routesOf(balancer).map(({ host }) => host);
  if (taken.length === 0 || taken.includes('*')) return true;
  return routesOf(proxy).some(
    ({ host }) => taken.includes(host) || taken.includes(host.replace(/^[^.]+/, '*')),
  );
}

function idleSeconds({ annotations }: ManifestObject): number {
  const said = /\bidle_timeout\.timeout_seconds=(\d+)/.exec(annotations[ATTRIBUTES] ?? '')?.[1];
  return said === undefined ? DEFAULT_SECONDS : Number(said);
}

function readSeconds({ annotations }: ManifestObject): number | undefined {
  const said =
    annotations[`${INGRESS_NGINX}proxy-read-timeout`] ??
    annotations[`${F5_NGINX}proxy-read-timeout`];
  if (said === undefined) return undefined;
  if (/^\d+$/.test(said)) return Number(said);
  const parsed = parseDuration(said);
  return parsed.ok ? parsed.value : undefined;
}
