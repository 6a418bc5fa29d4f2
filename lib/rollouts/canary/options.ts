/** rollouts › canary: what an author may say, as a type and as its shape. */

import * as v from 'valibot';
import type { OptIn } from '../../model/opt-in.ts';
import type { ImageSpec } from '../../model/spec/image-spec.ts';
import { wholeNumber } from '../../model/unit-shape.ts';
import type { OptionProblem } from '../../model/variant.ts';
import { optInProblems, optInShape } from '../opt-in.ts';
import { type RollingOptions, rollingProblems, rollingShape } from '../rolling-update.ts';
import { stepsProblems } from '../steps-problems.ts';
import { versionImageShape } from '../version-image.ts';

/** State of a change; each commit changes one or two of these values. */
export interface CanaryOptions {
  /** Shares of the requests that the canary gets one after the other, in percent: whole numbers from 1 to 99, rising. */
  readonly steps: readonly number[];
  /** Step that is reached: 1 is the first share, 0 none yet. Default: 0. */
  readonly step?: number;
  /** The version that is tried out. Default: none, and no pods of it. */
  readonly canary?: CanaryVersion;
  /** Who gets the canary by asking for it, at every step and from step 0 on, while there is one. Default: nobody. */
  readonly optIn?: OptIn;
  /** Fewest pods of the canary. Default: the next step's share of the fewest pods of the process, rounded up, at least 1. */
  readonly minReplicas?: number;
  /** How pods of either version are replaced when its own image changes. */
  readonly within?: RollingOptions;
}

/** The version that is tried out. */
export interface CanaryVersion {
  /** What differs from the image of the service. */
  readonly image: Partial<ImageSpec>;
}

/** The shape of CanaryOptions. @internal */
export const canaryShape = v.strictObject({
  steps: v.array(wholeNumber(1, 99, 'A step, in percent of the requests,')),
  step: v.optional(wholeNumber(0, 1000, 'The step that is reached')),
  canary: v.optional(v.strictObject({ image: versionImageShape })),
  optIn: v.optional(optInShape),
  minReplicas: v.optional(wholeNumber(1, 10_000, 'The number of pods')),
  within: v.optional(rollingShape),
});

/** What is wrong with the options whatever the process: steps that do not rise, a step that there is not, a share for nobody. */
export function canaryProblems(options: CanaryOptions): readonly OptionProblem[] {
  return [
    ...stepsProblems(options.steps, 'steps'),
    ...stepProblems(options),
    ...optInProblems(options.optIn, 'optIn'),
    ...rollingProblems(options.within ?? {}).map((problem) => ({
      ...problem,
      path: `within.${problem.path}`,
    })),
  ];
}

function stepProblems({ steps, step = 0, canary }: CanaryOptions): readonly OptionProblem[] {
  if (step > steps.length) {
    return [
      {
        path: 'step',
        message: `There is no step ${step}; ${steps.length === 1 ? 'there is one' : `there are ${steps.length}`}, and 0 for none.`,
        fix: 'Name one of them. After the last, give the service the image of the canary, and go back to 0.',
      },
    ];
  }
  if (step > 0 && canary === undefined) {
    return [
      {
        path: 'canary',
        message: `Step ${step} gives ${steps[step - 1]} % of the requests to a canary, and there is none.`,
        fix: "Add `canary: { image: { tag: '…' } }`, or go back to `step: 0`.",
      },
    ];
  }
  return [];
}
