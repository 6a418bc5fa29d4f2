/** rollouts › argoRollouts › analysis: the AnalysisTemplate of what is measured. @see https://argo-rollouts.readthedocs.io/en/stable/analysis/prometheus/ */

import type { CustomObjectPlan } from '../../model/plan/exposure-plan.ts';
import type { RolloutInput } from '../../model/rollout.ts';
import {
  type AnalysisOptions,
  type Measurement,
  intervalSeconds,
  measurementsOf,
  toleratedOf,
} from '../analysis.ts';

/** Measurements after a switch that decide whether it stays. A choice. */
const LIMITED_COUNT = 5;

/** The template; `limited` where the measuring has to end by itself, which the controller demands outside a canary's background. */
export function analysisTemplate(
  options: AnalysisOptions,
  input: RolloutInput,
  length: 'limited' | 'unlimited',
): CustomObjectPlan {
  const failureLimit = toleratedOf(options);
  return {
    kind: 'custom',
    apiVersion: 'argoproj.io/v1alpha1',
    objectKind: 'AnalysisTemplate',
    name: input.objectName,
    spec: {
      args: [{ name: 'service' }],
      metrics: measurementsOf(options, input, '{{args.service}}').map((measured) => ({
        name: measured.name,
        interval: `${intervalSeconds(options)}s`,
        // The controller refuses a count below the failures that are forgiven (utils/analysis/factory.go, v1.10.1).
        ...(length === 'limited' ? { count: Math.max(LIMITED_COUNT, failureLimit + 1) } : {}),
        failureLimit,
        successCondition: condition(measured),
        provider: { prometheus: { address: options.prometheus, query: measured.query } },
      })),
    },
  };
}

/** No requests are no failure: a vector without samples, or 0 of 0, which is NaN. */
function condition({ min, max }: Measurement): string {
  const bound = min === undefined ? `result[0] <= ${max ?? 0}` : `result[0] >= ${min}`;
  return `len(result) == 0 || isNaN(result[0]) || ${bound}`;
}
