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
    const routes = bundle.flatMap((plan) => routesOf(plan));
    const byRoute = Map.groupBy(routes, ({ route }) => route);
    return [...byRoute.entries()].flatMap(([route, claims]) => {
      const [first, ...others] = claims;
      if (first === undefined) return [];
      return others
        .filter(({ plan }) => plan !== first.plan)
        .map(({ plan }) => {
          const same = plan.service === first.plan.service;
          return {
            plan,
            path: 'expose.host',
            // Environments may live in different clusters behind different addresses.
            severity: same ? ('warning' as const) : ('error' as const),
            message: `${route} is served by ${same ? `the environment ${first.plan.environment}` : `${first.plan.service} in ${first.plan.environment}`} too.`,
            fix: same
              ? `Set expose.host under environments.${plan.environment}.`
              : 'Give one of them another host or path.',
          };
        });
    });
  },
};

function routesOf(
  plan: ServicePlan,
): readonly { readonly plan: ServicePlan; readonly route: string }[] {
  return Object.values(plan.exposures).flatMap(({ scope, objects }) =>
    scope === 'public'
      ? [...new Set(objects.flatMap(routesIn))].map((route) => ({ plan, route }))
      : [],
  );
}

function routesIn(object: ExposureObjectPlan): readonly string[] {
  switch (object.kind) {
    case 'ingress':
      return object.rules.flatMap(({ host, paths }) => paths.map(({ path }) => `${host}${path}`));
    case 'httpRoute':
      return object.rules.flatMap(({ matches }) =>
        object.hostnames.flatMap((host) =>
          // A match on a header narrows the route: it may stand beside the others.
          matches
            .filter(({ headers }) => headers === undefined || headers.length === 0)
            .map(({ path }) => `${host}${path.value}`),
        ),
      );
    case 'gateway':
    case 'loadBalancer':
    case 'custom':
      return [];
  }
}
