/** kubernetes › HTTPRoute: how a Gateway reaches the Services. @see https://gateway-api.sigs.k8s.io/api-types/httproute/ */

import type { HttpRoutePlan, HttpRouteRulePlan } from '../model/plan/exposure-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { namespaced } from './entry.ts';
import type { ManifestEntry } from './manifest.ts';
import { listed } from './present.ts';

/**
 * An HTTPRoute. Defaults inside lists are said: kubectl replaces the lists of a custom resource as a whole, and would
 * report `configured` on every apply (seen with kubectl 1.35.4); tools that compare with the cluster see a difference.
 */
export function lowerHttpRoute(
  plan: ServicePlan,
  id: readonly string[],
  route: HttpRoutePlan,
): ManifestEntry {
  const spec = {
    parentRefs: route.parents.map((parent) => ({
      group: 'gateway.networking.k8s.io',
      kind: 'Gateway',
      ...parent,
    })),
    hostnames: listed(route.hostnames),
    rules: route.rules.map(lowerRule),
  };
  return namespaced(
    plan,
    id,
    { name: route.name, annotations: route.annotations },
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', spec },
  );
}

function lowerRule({ matches, filters, backends, timeouts }: HttpRouteRulePlan) {
  return {
    matches: matches.length === 0 ? [EVERYTHING] : matches.map(lowerMatch),
    filters: listed(filters),
    backendRefs: listed(
      backends.map(({ serviceName, port, weight = 1 }) => ({
        ...{ group: '', kind: 'Service' },
        ...{ name: serviceName, port, weight },
      })),
    ),
    timeouts,
  };
}

const EVERYTHING = { path: { type: 'PathPrefix', value: '/' } } as const;

function lowerMatch({ path, headers }: HttpRouteRulePlan['matches'][number]) {
  return { path, headers: headers?.map((header) => ({ ...header })) };
}
