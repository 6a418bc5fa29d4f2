/** rollouts › canary: two stacks that share the requests by weight; resolve makes a Deployment of each, exposures the split. */

import type { WeightedTrafficPlan } from '../../model/plan/rollout-plan.ts';
import type { StepState } from '../../model/release.ts';
import type { Rollout, RolloutFacts, RolloutInput } from '../../model/rollout.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { minReadyBecause, rollingUpdatePlan } from '../rolling-update.ts';
import { changedImage } from '../../units/image-reference.ts';
import { canaryFindings } from './findings.ts';
import { type CanaryOptions, canaryProblems, canaryShape } from './options.ts';
import { canaryPods } from './share.ts';

/**
 * Gives a new version a growing share of the requests; the state is data, each step one commit.
 * Raises SW2085 to SW2089 and what rolling raises, see README.md.
 * @example canary({ steps: [10, 50], step: 1, canary: { image: { tag: '1.5.0' } } })
 */
export function canary(options: CanaryOptions): Rollout<'canary', CanaryOptions> {
  return {
    family: 'rollout',
    kind: 'canary',
    options,
    with: remake(canary),
    check: () => {
      const problems = checkShape(canaryShape, options);
      return problems.length > 0 ? problems : canaryProblems(options);
    },
    facts: (input) => facts(options, input),
    shares: { steps: options.steps, in: (state) => canary(released(options, state)) },
  };
}

/** The state of a release wins over the authored one; the canary keeps what else was said of its image. */
function released(
  { step: _step, canary: authored, ...options }: CanaryOptions,
  { step, canary: image }: StepState,
): CanaryOptions {
  const { tag: _tag, digest: _digest, ...rest } = authored?.image ?? {};
  return {
    ...options,
    step,
    ...(image === undefined ? {} : { canary: { image: { ...rest, ...image } } }),
  };
}

function facts(options: CanaryOptions, input: RolloutInput): RolloutFacts {
  const { steps, step = 0 } = options;
  const weight = steps[step - 1] ?? 0;
  const image =
    options.canary === undefined ? undefined : changedImage(input.image, options.canary.image);
  const plan: WeightedTrafficPlan = {
    kind: 'weightedTraffic',
    stable: input.image,
    ...(image === undefined ? {} : { canary: image }),
    weight,
    steps,
    step,
    ...(image === undefined || options.optIn === undefined ? {} : { optIn: options.optIn }),
    canaryMinReplicas:
      image === undefined ? 0 : (options.minReplicas ?? canaryPods(options, input)),
    within: rollingUpdatePlan(options.within ?? {}, input),
  };
  return {
    title: image === undefined ? 'canary, none now' : `canary, ${weight} %`,
    plan,
    because: minReadyBecause(options.within ?? {}, input, 'within.'),
    findings: canaryFindings(options, input, plan),
  };
}
