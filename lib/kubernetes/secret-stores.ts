/** kubernetes › secret stores: the objects from which operators and drivers make Secrets. */

import type { ServicePlan } from '../model/plan/service-plan.ts';
import { dashed, lowerCustomObject } from './custom-object.ts';
import type { ManifestEntry } from './manifest.ts';

/** The objects of all stores: `external-secret/shop-db`. */
export function lowerSecretStores(plan: ServicePlan): readonly ManifestEntry[] {
  return Object.values(plan.stores).flatMap(({ objects }) =>
    objects.map((object) =>
      lowerCustomObject(plan, [dashed(object.objectKind), object.name], object),
    ),
  );
}
