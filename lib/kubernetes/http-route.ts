/** kubernetes › HTTPRoute: how a Gateway reaches the Services. @see https://gateway-api.sigs.k8s.io/api-types/httproute/ */

import type { HttpRoutePlan, HttpRouteRulePlan } from '../model/plan/exposure-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { namespaced } from './entry.ts';
import type { ManifestEntry } from './manifest.ts';
import { listed } from './present.ts';

/** An HTTPRoute. */
export function lowerHttpRoute(
  plan: ServicePlan,
  id: readonly string[],
  route: HttpRoutePlan,
): ManifestEntry {
  const spec = {
    parentRefs: route.parents,
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
    matches: listed(matches),
    filters: listed(filters),
    backendRefs: listed(
      backends.map(({ serviceName, port, weight }) => ({ name: serviceName, port, weight })),
    ),
    timeouts,
  };
}
