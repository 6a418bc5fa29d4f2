/** Plan rule: the pace of scaling is within what the API accepts. */

import { dataAt, isData, listAt, numberAt } from '../manifests/data.ts';
import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanComplaint, PlanRule } from '../rule.ts';

const MAX_PERIOD_SECONDS = 1800;
const MAX_WINDOW_SECONDS = 3600;

/** SW2265. @see https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/apis/autoscaling/validation/validation.go */
export const scalingPaceOutOfRange: PlanRule = {
  code: 'SW2265',
  name: 'scaling-pace-out-of-range',
  level: 'plan',
  severity: 'error',
  summary: 'A window or period of scaling behaviour is out of range.',
  because: 'The API server refuses the autoscaler.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      if (!('behavior' in process.scaling)) return [];
      const { behavior } = process.scaling;
      return ['scaleUp', 'scaleDown'].flatMap((direction) =>
        isData(behavior[direction])
          ? complaints(
              `${pathOf(process)}.scale.behavior.${direction}`,
              dataAt(behavior, direction),
            )
          : [],
      );
    }),
};

function complaints(path: string, pace: unknown): readonly PlanComplaint[] {
  const window = numberAt(pace, 'stabilizationWindowSeconds') ?? 0;
  return [
    ...(window < 0 || window > MAX_WINDOW_SECONDS
      ? [
          {
            path: `${path}.stabilizationWindow`,
            message: `The stabilisation window is ${window} s; 0 to ${MAX_WINDOW_SECONDS} s are accepted.`,
            fix: `Set it to 1h or less.`,
          },
        ]
      : []),
    ...listAt(pace, 'policies').flatMap((policy, index) => {
      const period = numberAt(policy, 'periodSeconds') ?? 1;
      const value = numberAt(policy, 'value') ?? 1;
      return [
        ...(period < 1 || period > MAX_PERIOD_SECONDS
          ? [
              {
                path: `${path}.policies.${index}.period`,
                message: `The period is ${period} s; 1 to ${MAX_PERIOD_SECONDS} s are accepted.`,
                fix: 'Set it to 30m or less.',
              },
            ]
          : []),
        ...(value < 1
          ? [
              {
                path: `${path}.policies.${index}.value`,
                message: `The value is ${value}; it must be above 0.`,
                fix: "To forbid the direction, set selectPolicy: 'Disabled'.",
              },
            ]
          : []),
      ];
    }),
  ];
}
