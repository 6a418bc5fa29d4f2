/** kubernetes › exposures: the objects that make a service reachable, each under its id. */

import type { ExposureObjectPlan, ExposurePlan } from '../model/plan/exposure-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { dashed, lowerCustomObject } from './custom-object.ts';
import { lowerGateway } from './gateway.ts';
import { lowerHttpRoute } from './http-route.ts';
import { lowerIngress } from './ingress.ts';
import { lowerLoadBalancer } from './load-balancer.ts';
import type { ManifestEntry } from './manifest.ts';

/**
 * The objects of all exposures: `ingress` for the service's, `web/ingress` for that of one process. The second object of
 * a kind within an exposure has its name behind: `ingress/shop-preview`.
 */
export function lowerExposures(plan: ServicePlan): readonly ManifestEntry[] {
  return Object.values(plan.exposures).flatMap((exposure) =>
    exposure.objects.map((object, index) => {
      const kind = kindWord(object);
      const first = exposure.objects.findIndex((other) => kindWord(other) === kind) === index;
      return lowerObject(
        plan,
        [...prefix(plan, exposure), kind, ...(first ? [] : [object.name])],
        object,
      );
    }),
  );
}

function prefix(plan: ServicePlan, exposure: ExposurePlan): readonly string[] {
  const owner = Object.values(plan.processes).find(
    (process) => process.objectName === exposure.name,
  );
  if (owner !== undefined) return [owner.name];
  return exposure.name === plan.service ? [] : [exposure.name];
}

function kindWord(object: ExposureObjectPlan): string {
  switch (object.kind) {
    case 'ingress':
    case 'gateway':
      return object.kind;
    case 'httpRoute':
      return 'http-route';
    case 'loadBalancer':
      return 'load-balancer';
    case 'custom':
      return dashed(object.objectKind);
  }
}

function lowerObject(
  plan: ServicePlan,
  id: readonly string[],
  object: ExposureObjectPlan,
): ManifestEntry {
  switch (object.kind) {
    case 'ingress':
      return lowerIngress(plan, id, object);
    case 'httpRoute':
      return lowerHttpRoute(plan, id, object);
    case 'gateway':
      return lowerGateway(plan, id, object);
    case 'loadBalancer':
      return lowerLoadBalancer(plan, id, object);
    case 'custom':
      return lowerCustomObject(plan, id, object);
  }
}
