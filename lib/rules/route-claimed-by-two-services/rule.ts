/** Bundle rule: a host and path lead to one service. */

import type { ExposureObjectPlan } from '../../model/plan/exposure-plan.ts';
import type { ServicePlan } from '../../model/plan/service-plan.ts';
import type { BundleRule } from '../rule.ts';

/** SW5010. @see https://gateway-api.sigs.k8s.io/api-types/httproute/ */
export const routeClaimedByTwoServices: BundleRule = {
  code: 'SW5010',
  name: 'route-claimed-by-two-services',
  level: 'bundle',
  severity: 'error',
  summary: 'Two services, or two environments of one, are exposed under the same host and path.',
  because:
    'Which of them answers is decided by the age of an object or by its name; after a restore it may be the other.',
  check: (bundle) => {
    const claims = bundle.flatMap(claimsOf);
    const taken = new Set(claims.filter(({ whole }) => whole).map(({ host }) => host));
    const byPlace = Map.groupBy(claims, ({ host, path }) =>
      taken.has(host) ? host : `${host}${path}`,
    );
    return [...byPlace.entries()].flatMap(([place, [first, ...others]]) => {
      if (first === undefined) return [];
      const plans = new Set(others.map(({ plan }) => plan).filter((plan) => plan !== first.plan));
      return [...plans].map((plan) => {
        const same = plan.service === first.plan.service;
        return {
          plan,
          path: 'expose.host',
          // Environments may live in different clusters behind different addresses.
          severity: same ? ('warning' as const) : ('error' as const),
          message: `${place} is served by ${same ? `the environment ${first.plan.environment}` : `${first.plan.service} in ${first.plan.environment}`} too.`,
          fix: same
            ? `Set expose.host under environments.${plan.environment}.`
            : `Give one of them another host${taken.has(place) ? '' : ' or path'}.`,
        };
      });
    });
  },
};

/** What a service asks to be sent. */
interface Claim {
  readonly plan: ServicePlan;
  readonly host: string;
  readonly path: string;
  /** Nobody else gets a path of the host. */
  readonly whole: boolean;
}

function claimsOf(plan: ServicePlan): readonly Claim[] {
  return Object.values(plan.exposures).flatMap(({ scope, objects }) =>
    scope === 'public'
      ? objects.flatMap(placesIn).map((place) => ({ plan, whole: false, ...place }))
      : [],
  );
}

function placesIn(
  object: ExposureObjectPlan,
): readonly (Pick<Claim, 'host' | 'path'> & Partial<Pick<Claim, 'whole'>>)[] {
  switch (object.kind) {
    case 'ingress':
      return object.rules.flatMap(({ host, paths }) => paths.map(({ path }) => ({ host, path })));
    case 'httpRoute':
      return object.rules.flatMap(({ matches }) =>
        object.hostnames.flatMap((host) =>
          // A match on a header narrows the route: it may stand beside the others.
          matches
            .filter(({ headers }) => headers === undefined || headers.length === 0)
            .map(({ path }) => ({ host, path: path.value })),
        ),
      );
    case 'custom': {
      const host = object.spec['host'];
      return object.objectKind === 'VirtualServer' && typeof host === 'string'
        ? [{ host, path: '/', whole: true }]
        : [];
    }
    case 'gateway':
    case 'loadBalancer':
      return [];
  }
}
