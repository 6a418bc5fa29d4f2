/** Plan rule: a hard spread leaves a place for the pod an update adds. */

import { resolveFenceposts } from '../../units/percent.ts';
import { fewestPods, pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2282. @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/ */
export const spreadCanBlock: PlanRule = {
  code: 'SW2282',
  name: 'spread-can-block',
  level: 'plan',
  severity: 'warning',
  summary:
    'An update adds a pod before it removes one, and a hard spread may leave no place for it.',
  because:
    'The new pod stays pending until there is a node in the right zone, and the update waits until its deadline.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const hard = process.placement.spread.filter(
        ({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule',
      );
      const rolling =
        process.rollout.kind === 'parallelStacks' || process.rollout.kind === 'weightedTraffic'
          ? process.rollout.within
          : process.rollout;
      if (hard.length === 0 || rolling.kind !== 'rollingUpdate') return [];
      const pods = Math.max(1, fewestPods(process));
      const { unavailable } = resolveFenceposts(rolling.maxSurge, rolling.maxUnavailable, pods);
      if (unavailable > 0) return [];
      return [
        {
          path: `${pathOf(process)}.placement.spread`,
          message: `Pods must spread over ${hard.map(({ topologyKey }) => topologyKey).join(' and ')}, and an update starts one more before it stops one.`,
          fix: "Use spread: 'soft', or keep a node free in every zone.",
        },
      ];
    }),
};
