/** The contract of CI providers: traits that decide the plan, and files that spell it. */

import type { OutputFile } from '../text/file-tree.ts';
import type { PipelinePlan } from './plan/pipeline-plan.ts';
import type { PipelineSpec } from './spec/pipeline-spec.ts';
import type { OptionProblem } from './variant.ts';

/** What a provider brings, as far as a plan depends on it. */
export interface PipelineTraits {
  /** Registry that its own token opens, if any: a host, or `*` for the one it hands over in variables. */
  readonly ownRegistry?: RegExp;
  /** Whether Sigstore's public instance knows its tokens, so that images are signed without a key. */
  readonly keyless: boolean;
  /** Whether jobs run in containers of their own, which hold no more than their image. */
  readonly containers: boolean;
}

/** A CI provider. */
export interface PipelineProvider {
  readonly provider: 'github' | 'gitlab' | 'jenkins';
  readonly traits: PipelineTraits;
  /** Complaints about options of the provider. */
  check(): readonly OptionProblem[];
  /** Files below `ci/`, besides the scripts all providers share. */
  files(plan: PipelinePlan): readonly OutputFile[];
}

/** A pipeline as an app is told of it. */
export interface Pipelines {
  readonly provider: PipelineProvider;
  readonly spec: PipelineSpec;
  /** Complaints about options, the provider's included. */
  check(): readonly OptionProblem[];
}
