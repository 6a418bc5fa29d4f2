/** constructs › charts: one Helm chart for each service, with the patches and raw objects of all of its environments. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { emitHelm } from '../emit/helm/emit-helm.ts';
import type { OutputFile } from '../text/file-tree.ts';
import { underFolder } from '../text/file-tree.ts';
import type { Synthesis, SynthesisedService } from './synthesis.ts';

/** Charts, and the values they cannot have. */
export interface HelmCharts {
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The charts of all services, below `helm/`. */
export function helmCharts({ services }: Synthesis): HelmCharts {
  const names = [...new Set(services.map(({ chart }) => chart.service))];
  const outputs = names.map((name) => ({
    name,
    ...chartOf(services.filter(({ chart }) => chart.service === name)),
  }));
  return {
    files: outputs.flatMap(({ name, files }) => underFolder(`helm/${name}`, files)),
    diagnostics: outputs.flatMap(({ diagnostics }) => diagnostics),
  };
}

function chartOf(services: readonly SynthesisedService[]): HelmCharts {
  const byEnvironment = new Map(services.map((service) => [service.chart.environment, service]));
  return emitHelm({
    environments: [...byEnvironment].flatMap(([environment, { chart }]) => {
      const described = chart.described;
      return described === undefined ? [] : [{ environment, ...described }];
    }),
    synthesise: (spec, environment) => {
      const service = byEnvironment.get(environment);
      const own = service?.chart.objectsSaying(spec);
      if (service === undefined || own === undefined) return undefined;
      const raw = service.objects.filter(({ id }) => id === undefined);
      return [...own, ...raw.map(({ manifest }) => ({ manifest }))];
    },
  });
}
