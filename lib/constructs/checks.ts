/** constructs › checks: everything that can be said only of the whole, and of final objects. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { conflictingNamespaces, repeatedObjects, repeatedServices } from './collisions.ts';
import { BUNDLE_RULES } from '../rules/catalogue.ts';
import { checkBundle } from '../rules/engine.ts';
import { releaseFileProblems } from './released-service.ts';
import { checkObjects } from './final-objects.ts';
import type { SynthesisedChart, SynthesisedService } from './synthesis.ts';

/** Complaints of rules about manifests and about several services, and about services and objects that collide. */
export function checkSynthesis(
  services: readonly SynthesisedService[],
  charts: readonly SynthesisedChart[],
): readonly Diagnostic[] {
  return [
    ...releaseFileProblems(services.map(({ chart }) => chart)),
    ...repeatedServices(services),
    ...conflictingNamespaces(services),
    ...repeatedObjects(services, charts),
    ...checkBundle(
      BUNDLE_RULES,
      services.flatMap(({ chart }) => chart.planIfAny ?? []),
    ),
    ...services
      .filter(({ complete }) => complete)
      .flatMap(({ chart, objects }) =>
        checkObjects(
          chart,
          objects.map(({ manifest }) => manifest),
        ),
      ),
  ];
}
