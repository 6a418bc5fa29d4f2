/** constructs › pipelines: services and options → the plan of a pipeline → the files of its provider. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { pipelineScripts } from '../emit/ci/scripts.ts';
import type { Pipelines } from '../model/pipelines.ts';
import type { OptionProblem } from '../model/variant.ts';
import { repositoryOf } from '../release/first-release.ts';
import { checkPipeline } from '../resolve/pipeline/check-pipeline.ts';
import type { PipelinedService } from '../resolve/pipeline/images.ts';
import { resolvePipeline } from '../resolve/pipeline/resolve-pipeline.ts';
import type { OutputFile } from '../text/file-tree.ts';
import type { Synthesis } from './synthesis.ts';

/** The files of a pipeline, below `ci/`. */
export function pipelineFiles(
  { provider, spec }: Pipelines,
  synthesis: Synthesis,
): readonly OutputFile[] {
  const plan = resolvePipeline({
    ...{ spec, traits: provider.traits },
    services: pipelined(synthesis),
  });
  return [...provider.files(plan), ...pipelineScripts(plan, spec)];
}

/** Complaints about the options of a pipeline (SW7040). */
export function pipelineProblems(
  pipelines: Pipelines | undefined,
  synthesis: Synthesis,
): readonly Diagnostic[] {
  if (pipelines === undefined) return [];
  const { provider, spec } = pipelines;
  const problems = pipelines.check();
  const services = pipelined(synthesis);
  const all: readonly OptionProblem[] =
    problems.length > 0
      ? problems
      : checkPipeline({ ...{ spec, services }, traits: provider.traits });
  return all.map(({ path, message, fix }) => ({
    code: 'SW7040',
    name: 'pipeline-option-not-accepted',
    severity: 'error',
    at: { path: ['pipelines', path].filter((part) => part !== '').join('.') },
    message,
    because: 'The pipeline would do something else than is meant, or nothing.',
    ...(fix === undefined ? {} : { fix }),
  }));
}

function pipelined({ services }: Synthesis): readonly PipelinedService[] {
  return services.flatMap(({ chart }) => {
    const repository = chart.planIfAny === undefined ? undefined : repositoryOf(chart.planIfAny);
    return repository === undefined
      ? []
      : [{ service: chart.service, environment: chart.environment, repository }];
  });
}
