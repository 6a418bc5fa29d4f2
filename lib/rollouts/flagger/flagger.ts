/** rollouts › flagger: a Deployment that Flagger copies, and the Canary that tells it how; Services are left to it. */

import type { OptIn } from '../../model/opt-in.ts';
import type { ControlledPlan } from '../../model/plan/rollout-plan.ts';
import type { Rollout, RolloutFacts, RolloutInput } from '../../model/rollout.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { intervalSeconds } from '../analysis.ts';
import { minReadyBecause, rollingUpdatePlan } from '../rolling-update.ts';
import { canaryObject, iterationsOf, metricTemplates } from './canary-object.ts';
import { flaggerFindings } from './findings.ts';
import {
  type FlaggerOptInOptions,
  type FlaggerOptions,
  flaggerProblems,
  flaggerShape,
} from './options.ts';

/**
 * Lets Flagger change versions: canary or blue/green, judged by measurements and taken back by itself.
 * Raises SW2073, SW2074, SW2082, SW2083 and what rolling raises, see README.md.
 * @example flagger({ strategy: { canary: { steps: [10, 50] } }, analysis: { prometheus: 'http://prometheus.monitoring:9090' } })
 */
export function flagger(options: FlaggerOptions): Rollout<'flagger', FlaggerOptions> {
  return {
    family: 'rollout',
    kind: 'flagger',
    options,
    with: remake(flagger),
    check: () => {
      const problems = checkShape(flaggerShape, options);
      return problems.length > 0 ? problems : flaggerProblems(options);
    },
    facts: (input) => facts(options, input),
  };
}

function facts(options: FlaggerOptions, input: RolloutInput): RolloutFacts {
  const { canary, optIn } = options.strategy;
  const within = rollingUpdatePlan(options.within ?? {}, input);
  const plan: ControlledPlan = {
    kind: 'controlled',
    controller: 'Flagger',
    // Flagger gives its copies another value of the first label it finds in `-selector-labels`, of which `app` is the
    // first; policies and budgets go by the others, and hold for the copies as well.
    // @see https://github.com/fluxcd/flagger/blob/v1.44.0/pkg/canary/deployment_controller.go getSelectorLabel
    workload: { kind: 'deployment', labels: { app: input.objectName } },
    services: [],
    traffic:
      canary === undefined
        ? {
            kind: 'switch',
            promoteAfterSeconds: iterationsOf(options) * intervalSeconds(options.analysis),
            ...(optIn === undefined ? {} : { optIn: askedBy(optIn) }),
          }
        : {
            kind: 'weights',
            steps: canary.steps.map((weight) => ({
              weight,
              pauseSeconds: intervalSeconds(options.analysis),
            })),
            by: 'routes',
          },
    objects: [canaryObject(options, input, within), ...metricTemplates(options, input)],
    within,
  };
  return {
    title: `Flagger, ${canary !== undefined ? `canary ${canary.steps.join(', ')} %` : optIn === undefined ? 'blue/green' : 'for who asks'}`,
    plan,
    because: minReadyBecause(options.within ?? {}, input, 'within.'),
    findings: flaggerFindings(options, input),
  };
}

function askedBy({ iterations: _, ...optIn }: FlaggerOptInOptions): OptIn {
  return optIn;
}
