/** constructs › bundle: what an app knows, as plain data for the commands. */

import { type Bundle, BUNDLE_VERSION } from '../model/bundle.ts';
import type { Synthesis } from './synthesis.ts';

/** The bundle of a synthesis; with the values of Helm charts where they are asked for, since these take their time. */
export function bundleOf(
  { services, charts, diagnostics }: Synthesis,
  helm?: Bundle['helm'],
): Bundle {
  return {
    version: BUNDLE_VERSION,
    ...(helm === undefined ? {} : { helm }),
    diagnostics,
    services: services.map(({ chart, objects }) => ({
      service: chart.service,
      environment: chart.environment,
      editions: chart.editions,
      ...(chart.planIfAny === undefined ? {} : { plan: chart.planIfAny }),
      origins: Object.fromEntries(chart.origins),
      manifests: objects.map(({ manifest }) => manifest),
    })),
    charts: charts.map(({ name, objects }) => ({
      name,
      manifests: objects.map(({ manifest }) => manifest),
    })),
  };
}
