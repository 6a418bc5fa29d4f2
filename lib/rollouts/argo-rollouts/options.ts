/** rollouts › argoRollouts: what an author may say, as a type and as its shape. */

import * as v from 'valibot';
import type { OptIn } from '../../model/opt-in.ts';
import type { DurationText } from '../../model/spec/amounts.ts';
import { durationShape, wholeNumber } from '../../model/unit-shape.ts';
import type { OptionProblem } from '../../model/variant.ts';
import { type AnalysisOptions, analysisShape } from '../analysis.ts';
import {
  type RollingOptions,
  rollingProblems,
  rollingShape,
  secondsOf,
} from '../rolling-update.ts';
import { optInProblems, optInShape } from '../opt-in.ts';
import { stepsProblems } from '../steps-problems.ts';

/** How Argo Rollouts changes versions, and by what it judges them. */
export interface ArgoRolloutsOptions {
  /** Exactly one of the two, as in a Rollout itself. */
  readonly strategy: {
    readonly canary?: ArgoCanaryOptions;
    readonly blueGreen?: ArgoBlueGreenOptions;
  };
  /** What is measured meanwhile; a bad measurement leads back. Default: nothing, and a person promotes. */
  readonly analysis?: AnalysisOptions;
  /** How pods of one version are replaced, and the deadline after which the change is aborted. */
  readonly within?: RollingOptions;
}

/** A growing share of the requests. */
export interface ArgoCanaryOptions {
  /** Shares of the canary in percent: whole numbers from 1 to 99, rising. */
  readonly steps: readonly number[];
  /** How long each share is held; `manual` until somebody promotes. Default: 5 min with `analysis`, else `manual`. */
  readonly pause?: DurationText | 'manual';
  /** Shrink the stable version as the canary grows; saves pods, and the way back takes a start of pods. Default: false. */
  readonly dynamicStableScale?: boolean;
  /** Who gets the new version by asking for it, as long as the change lasts. Default: nobody. */
  readonly optIn?: OptIn;
}

/** A switch at the Service. */
export interface ArgoBlueGreenOptions {
  /** Switch as soon as all pods are ready (`true`), after a time, or when somebody promotes (`false`). Default: false. */
  readonly autoPromote?: boolean | DurationText;
  /** Pods of the new version before the switch. Default: as many as serve. */
  readonly previewReplicas?: number;
  /** How long the old version stays after the switch, for connections and a way back. Default: 10 min. */
  readonly scaleDownDelay?: DurationText;
}

/** The shape of ArgoRolloutsOptions. @internal */
export const argoRolloutsShape = v.strictObject({
  strategy: v.strictObject({
    canary: v.optional(
      v.strictObject({
        steps: v.array(wholeNumber(1, 99, 'A step, in percent of the requests,')),
        pause: v.optional(v.union([v.literal('manual'), durationShape])),
        dynamicStableScale: v.optional(v.boolean()),
        optIn: v.optional(optInShape),
      }),
    ),
    blueGreen: v.optional(
      v.strictObject({
        autoPromote: v.optional(v.union([v.boolean(), durationShape])),
        previewReplicas: v.optional(wholeNumber(1, 10_000, 'The number of pods')),
        scaleDownDelay: v.optional(durationShape),
      }),
    ),
  }),
  analysis: v.optional(analysisShape),
  within: v.optional(rollingShape),
});

/** What is wrong with the options whatever the process. */
export function argoRolloutsProblems(options: ArgoRolloutsOptions): readonly OptionProblem[] {
  const { canary, blueGreen } = options.strategy;
  return [
    // Validated by the controller as "Multiple Strategies can not be listed" and as a missing field, argo-rollouts v1.10.1.
    ...((canary === undefined) === (blueGreen === undefined)
      ? [
          {
            path: 'strategy',
            message: `A Rollout has one strategy; ${canary === undefined ? 'none is' : 'two are'} given.`,
            fix: 'Give `canary` or `blueGreen`.',
          },
        ]
      : []),
    ...(canary === undefined
      ? []
      : [
          ...stepsProblems(canary.steps, 'strategy.canary.steps'),
          ...optInProblems(canary.optIn, 'strategy.canary.optIn'),
          ...(canary.pause !== undefined && secondsOf(canary.pause) === 0
            ? [
                {
                  path: 'strategy.canary.pause',
                  message: 'A pause of 0 s judges nothing: the canary would run through its steps.',
                  fix: "Give a time in which enough requests come, or `'manual'`.",
                },
              ]
            : []),
        ]),
    ...rollingProblems(options.within ?? {}).map((problem) => ({
      ...problem,
      path: `within.${problem.path}`,
    })),
  ];
}
