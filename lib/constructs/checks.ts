/** constructs › checks: everything that can be said only of the whole, and of final objects. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { MANIFEST_RULES, PLAN_RULES } from '../rules/catalogue.ts';
import { checkManifests, checkPlan } from '../rules/engine.ts';
import { conflictingNamespaces, repeatedObjects, repeatedServices } from './collisions.ts';
import type { SynthesisedChart, SynthesisedService } from './synthesis.ts';

/** Complaints of rules about plans and manifests, and about services and objects that collide. */
export function checkSynthesis(
  services: readonly SynthesisedService[],
  charts: readonly SynthesisedChart[],
): readonly Diagnostic[] {
  return [
    ...repeatedServices(services),
    ...conflictingNamespaces(services),
    ...repeatedObjects(services, charts),
    ...services.flatMap(checkService),
  ];
}

function checkService({ chart, objects }: SynthesisedService): readonly Diagnostic[] {
  const plan = chart.planIfAny;
  if (plan === undefined) return [];
  return [
    ...checkPlan(PLAN_RULES, plan),
    ...checkManifests(
      MANIFEST_RULES,
      objects.map(({ manifest }) => manifest),
      {
        service: chart.service,
        environment: chart.environment,
        outside: { secrets: plan.secrets.map(({ name }) => name) },
        planChecked: true,
      },
    ),
  ];
}
