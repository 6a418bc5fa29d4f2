/** Plan rule: a fallback stands for a trigger that can fail, within the bounds. */

import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** Measured in the pods by the metrics server, never asked by KEDA. */
const OF_PODS: readonly string[] = ['cpu', 'memory'];

/** SW2270. @see keda v2.21.0 apis/keda/v1alpha1/scaledobject_types.go CheckFallbackValid */
export const fallbackWithoutEffect: PlanRule = {
  code: 'SW2270',
  name: 'fallback-without-effect',
  level: 'plan',
  severity: 'error',
  summary: 'A fallback cannot do what it says.',
  because:
    'While triggers cannot be asked, nobody would notice that the number of pods is another.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const { scaling } = process;
      if (scaling.kind !== 'eventDriven' || scaling.fallback === undefined) return [];
      const { replicas } = scaling.fallback;
      const { minReplicas, maxReplicas, triggers } = scaling;
      const path = `${pathOf(process)}.scale.fallback`;
      if (triggers.every(({ type }) => [...OF_PODS, 'cron'].includes(type))) {
        return [
          {
            path,
            message: `No trigger of ${process.name} asks anybody who could fail to answer: there are ${triggers.map(({ type }) => type).join(', ')}.`,
            fix: 'Leave the fallback out.',
          },
        ];
      }
      const outside = replicas > maxReplicas || replicas < minReplicas;
      return outside
        ? [
            {
              path: `${path}.replicas`,
              severity: 'warning' as const,
              message: `The fallback is ${replicas} pods, and there are always ${minReplicas} to ${maxReplicas}.`,
              fix: `Say a number from ${minReplicas} to ${maxReplicas}.`,
            },
          ]
        : [];
    }),
};
