/** kubernetes › custom objects: kinds of a controller, passed on in their own shape. */

import type { CustomObjectPlan } from '../model/plan/exposure-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { namespaced } from './entry.ts';
import type { ManifestEntry } from './manifest.ts';

/** An object of a controller's own kind. */
export function lowerCustomObject(
  plan: ServicePlan,
  id: readonly string[],
  object: CustomObjectPlan,
): ManifestEntry {
  const { apiVersion, objectKind, name, annotations, spec } = object;
  return namespaced(
    plan,
    id,
    { name, ...(annotations === undefined ? {} : { annotations }) },
    { apiVersion, kind: objectKind, spec },
  );
}

/** A kind as a part of an id: `AnalysisTemplate` is `analysis-template`. */
export function dashed(kind: string): string {
  return kind.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}
