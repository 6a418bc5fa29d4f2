/** constructs › bundle: what an app knows, as plain data for the commands. */

import { type Bundle, BUNDLE_VERSION } from '../model/bundle.ts';
import type { Synthesis } from './synthesis.ts';

/** The bundle of a synthesis. */
export function bundleOf({ services, charts, diagnostics }: Synthesis): Bundle {
  return {
    version: BUNDLE_VERSION,
    diagnostics,
    services: services.map(({ chart, objects }) => ({
      service: chart.service,
      environment: chart.environment,
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
