/** rollouts › flagger: what an author may say, as a type and as its shape. */

import * as v from 'valibot';
import type { OptIn } from '../../model/opt-in.ts';
import { wholeNumber } from '../../model/unit-shape.ts';
import type { OptionProblem } from '../../model/variant.ts';
import { type AnalysisOptions, analysisShape } from '../analysis.ts';
import { type RollingOptions, rollingProblems, rollingShape } from '../rolling-update.ts';
import { optInProblems, optInShape } from '../opt-in.ts';
import { stepsProblems } from '../steps-problems.ts';

const iterations = wholeNumber(1, 1000, 'The number of iterations');

/** How Flagger changes versions, and by what it judges them. */
export interface FlaggerOptions {
  /** Exactly one of them. */
  readonly strategy: {
    readonly canary?: FlaggerCanaryOptions;
    readonly blueGreen?: FlaggerBlueGreenOptions;
    readonly optIn?: FlaggerOptInOptions;
  };
  /** What is measured in each interval: Flagger goes on by itself, so that something has to hold it back. */
  readonly analysis: AnalysisOptions;
  /** How pods of one version are replaced, and the deadline after which the change is rolled back. */
  readonly within?: RollingOptions;
}

/** A growing share of the requests. */
export interface FlaggerCanaryOptions {
  /** Shares of the canary in percent: whole numbers from 1 to 99, rising; each is held for one interval of `analysis`. */
  readonly steps: readonly number[];
}

/** A look at the new version beside the one that serves, which is then replaced a few pods at a time: Flagger switches no Service. */
export interface FlaggerBlueGreenOptions {
  /** Good measurements before that. Default: 10. */
  readonly iterations?: number;
}

/** Only who asks for it gets the new version (Flagger's A/B test): it counts no shares beside. */
export interface FlaggerOptInOptions extends OptIn {
  /** Good measurements before everybody gets it. Default: 10. */
  readonly iterations?: number;
}

/** The shape of FlaggerOptions. @internal */
export const flaggerShape = v.strictObject({
  strategy: v.strictObject({
    canary: v.optional(
      v.strictObject({ steps: v.array(wholeNumber(1, 99, 'A step, in percent of the requests,')) }),
    ),
    blueGreen: v.optional(v.strictObject({ iterations: v.optional(iterations) })),
    optIn: v.optional(
      v.strictObject({ ...optInShape.entries, iterations: v.optional(iterations) }),
    ),
  }),
  analysis: analysisShape,
  within: v.optional(rollingShape),
});

/** What is wrong with the options whatever the process. */
export function flaggerProblems(options: FlaggerOptions): readonly OptionProblem[] {
  const { canary, blueGreen, optIn } = options.strategy;
  const given = [canary, blueGreen, optIn].filter((strategy) => strategy !== undefined).length;
  return [
    ...(given === 1
      ? []
      : [
          {
            path: 'strategy',
            message: `Flagger follows one strategy; ${given === 0 ? 'none is' : `${given} are`} given.`,
            fix: 'Give `canary`, `blueGreen` or `optIn`.',
          },
        ]),
    ...optInProblems(optIn, 'strategy.optIn'),
    ...(canary === undefined ? [] : stepsProblems(canary.steps, 'strategy.canary.steps')),
    ...rollingProblems(options.within ?? {}).map((problem) => ({
      ...problem,
      path: `within.${problem.path}`,
    })),
  ];
}
