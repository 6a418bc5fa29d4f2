/** constructs › outputs: the list of what an app writes; an output that is not in it is not written. */

import type { GitOps } from '../emit/gitops/gitops.ts';
import type { Pipelines } from '../model/pipelines.ts';
import type { OutputFile } from '../text/file-tree.ts';
import { gitOpsTrees } from './gitops-files.ts';
import { manifestFiles } from './manifest-files.ts';
import { pipelineFiles } from './pipeline-files.ts';
import type { Synthesis } from './synthesis.ts';

/** Outputs that are written only when an app asks for them. */
export interface ChosenOutputs {
  readonly gitops: GitOps | undefined;
  readonly pipelines: Pipelines | undefined;
}

/** All files, relative to the output folder. */
export function outputFiles(
  synthesis: Synthesis,
  { gitops, pipelines }: ChosenOutputs,
): readonly OutputFile[] {
  return [
    ...[manifestFiles].flatMap((output) => output(synthesis)),
    ...(gitops === undefined ? [] : gitOpsTrees(gitops, synthesis)),
    ...(pipelines === undefined ? [] : pipelineFiles(pipelines, synthesis)),
  ];
}
