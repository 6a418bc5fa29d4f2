/** Plan rule: traffic is split by weights that add up. */

import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2241. @see https://gateway-api.sigs.k8s.io/guides/traffic-splitting/ */
export const canaryWeightOutOfRange: PlanRule = {
  code: 'SW2241',
  name: 'canary-weight-out-of-range',
  level: 'plan',
  severity: 'error',
  summary: 'The share of a canary is no percentage, or its steps do not rise.',
  because: 'Proxies refuse the route, or send everything to one side.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const { rollout } = process;
      if (rollout.kind !== 'weightedTraffic') return [];
      const path = `${pathOf(process)}.rollout`;
      const outside = [rollout.weight, ...rollout.steps].filter(
        (weight) => !Number.isInteger(weight) || weight < 0 || weight > 100,
      );
      const falling = rollout.steps.filter(
        (weight, index) => index > 0 && weight <= (rollout.steps[index - 1] ?? 0),
      );
      return [
        ...outside.map((weight) => ({
          path,
          message: `A canary cannot get ${weight} percent of the traffic; whole numbers from 0 to 100 are accepted.`,
          fix: 'Write whole percentages.',
        })),
        ...falling.map((weight) => ({
          path: `${path}.steps`,
          message: `The steps ${rollout.steps.join(', ')} do not rise at ${weight}.`,
          fix: 'Order the steps from the smallest share to the largest.',
        })),
      ];
    }),
};
