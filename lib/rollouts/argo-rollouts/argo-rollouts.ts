/** rollouts › argoRollouts: a Rollout in the Deployment's stead, and the templates of what it measures. */

import type { CustomObjectPlan } from '../../model/plan/exposure-plan.ts';
import type { ControlledPlan } from '../../model/plan/rollout-plan.ts';
import type { Rollout, RolloutFacts, RolloutInput } from '../../model/rollout.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { minReadyBecause, rollingUpdatePlan } from '../rolling-update.ts';
import { analysisTemplate } from './analysis-template.ts';
import { argoRolloutsFindings } from './findings.ts';
import { type ArgoRolloutsOptions, argoRolloutsProblems, argoRolloutsShape } from './options.ts';
import { blueGreenStrategy, canaryStrategy, isSteered, stepsOf, switchTimes } from './strategy.ts';

/**
 * Lets Argo Rollouts change versions: blue/green or canary, judged by measurements and taken back by itself.
 * Raises SW2082 to SW2084, SW2097, SW2098, SW4412, SW4413 and what rolling raises, see README.md.
 * @example argoRollouts({ strategy: { canary: { steps: [10, 50], pause: '5m' } } })
 */
export function argoRollouts(
  options: ArgoRolloutsOptions,
): Rollout<'argoRollouts', ArgoRolloutsOptions> {
  return {
    family: 'rollout',
    kind: 'argoRollouts',
    options,
    with: remake(argoRollouts),
    check: () => {
      const problems = checkShape(argoRolloutsShape, options);
      return problems.length > 0 ? problems : argoRolloutsProblems(options);
    },
    facts: (input) => facts(options, input),
  };
}

function facts(options: ArgoRolloutsOptions, input: RolloutInput): RolloutFacts {
  const { canary, blueGreen } = options.strategy;
  const within = rollingUpdatePlan(options.within ?? {}, input);
  const templates: readonly CustomObjectPlan[] =
    options.analysis === undefined
      ? []
      : [analysisTemplate(options.analysis, input, canary === undefined ? 'limited' : 'unlimited')];
  const plan: ControlledPlan = {
    kind: 'controlled',
    controller: 'Argo Rollouts',
    workload: {
      kind: 'custom',
      apiVersion: 'argoproj.io/v1alpha1',
      objectKind: 'Rollout',
      strategy:
        canary === undefined
          ? { blueGreen: blueGreenStrategy(options, input) }
          : { canary: canaryStrategy(options, canary, input, within) },
      // A change that does not come forward leads back by itself instead of waiting half-way. Default of the controller: false.
      spec: { progressDeadlineAbort: true },
    },
    services:
      canary === undefined ? ['main', 'preview'] : isSteered(input) ? ['main', 'canary'] : ['main'],
    traffic:
      canary === undefined
        ? {
            kind: 'switch',
            ...switchTimes(blueGreen),
          }
        : {
            kind: 'weights',
            steps: stepsOf(options, canary),
            by: isSteered(input) ? 'routes' : 'pods',
            ...(canary.optIn === undefined ? {} : { optIn: canary.optIn }),
          },
    objects: templates,
    within,
  };
  return {
    title: `Argo Rollouts, ${canary === undefined ? 'blue/green' : `canary ${canary.steps.join(', ')} %`}`,
    plan,
    because: minReadyBecause(options.within ?? {}, input, 'within.'),
    findings: argoRolloutsFindings(options, input),
  };
}
