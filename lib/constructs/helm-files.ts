/** constructs › charts: one Helm chart for each service, with the patches and raw objects of all of its environments. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { defaultsOf, emitHelm } from '../emit/helm/emit-helm.ts';
import { helmParameters } from '../emit/helm/params.ts';
import type { BundledHelmChart } from '../model/bundle.ts';
import type { HelmParameter } from '../model/helm-parameter.ts';
import { readText } from '../io/read-text.ts';
import type { OutputFile } from '../text/file-tree.ts';
import { underFolder } from '../text/file-tree.ts';
import type { Synthesis, SynthesisedService } from './synthesis.ts';

/** Charts, and the values they cannot have. */
export interface HelmCharts {
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** What each chart takes. */
  readonly charts: readonly BundledHelmChart[];
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
    charts: outputs.map(({ name, parameters, diagnostics }) => ({
      service: name,
      parameters,
      diagnostics,
    })),
  };
}

interface ServiceCharts extends Pick<HelmCharts, 'files' | 'diagnostics'> {
  readonly parameters: readonly HelmParameter[];
}

function chartOf(services: readonly SynthesisedService[]): ServiceCharts {
  const byEnvironment = new Map(services.map((service) => [service.chart.environment, service]));
  const environments = [...byEnvironment].flatMap(([environment, { chart }]) => {
    const described = chart.described;
    return described === undefined ? [] : [{ environment, ...described }];
  });
  const saying = new Map(
    [...byEnvironment].map(([environment, { chart }]) => [environment, chart.saying] as const),
  );
  const license = readText('LICENSE');
  const { files, diagnostics, parameters, objects } = emitHelm({
    ...(license.ok ? { license: license.text } : {}),
    environments,
    synthesise: (spec, environment) => {
      const service = byEnvironment.get(environment);
      const own = saying.get(environment)?.(spec);
      if (service === undefined || own === undefined) return undefined;
      const raw = service.objects.filter(({ id }) => id === undefined);
      return [...own, ...raw.map(({ manifest }) => ({ manifest }))];
    },
  });
  const defaults = defaultsOf(environments);
  return {
    files,
    diagnostics,
    parameters: defaults === undefined ? [] : helmParameters(parameters, defaults, objects),
  };
}
