/** Plan rule: an autoscaler's bounds leave it room it can use. */

import { minorOf, pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** HPAScaleToZero is on by default from this minor version. */
const ZERO_SINCE = 37;

/** SW2264. @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/ */
export const scaleBounds: PlanRule = {
  code: 'SW2264',
  name: 'scale-bounds',
  level: 'plan',
  severity: 'error',
  summary: 'The bounds of an autoscaler contradict one another or need a newer Kubernetes.',
  because: 'The API server refuses the autoscaler, and the workload stays at one pod.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const { scaling } = process;
      if (!('minReplicas' in scaling)) return [];
      const { minReplicas, maxReplicas } = scaling;
      const driven = scaling.kind === 'eventDriven';
      const path = `${pathOf(process)}.scale`;
      const external = driven
        ? scaling.triggers.some(({ type }) => type !== 'cpu' && type !== 'memory')
        : scaling.metrics.some(({ type }) => type === 'Object' || type === 'External');
      return [
        ...(minReplicas > maxReplicas
          ? [
              {
                path: `${path}.max`,
                message: `min is ${minReplicas} and max is ${maxReplicas}.`,
                fix: `Set max to ${minReplicas} or more.`,
              },
            ]
          : []),
        ...(minReplicas === 0 && !driven && minorOf(plan) < ZERO_SINCE
          ? [
              {
                path: `${path}.min`,
                message: `min is 0, which Kubernetes ${plan.kubernetes} refuses; 1.${ZERO_SINCE} and newer accept it.`,
                fix: 'Set min to 1, or scale by `triggers`: KEDA scales to zero on every version.',
              },
            ]
          : []),
        ...(minReplicas === 0 && !external
          ? [
              {
                path: `${path}.min`,
                message:
                  'min is 0, but no metric comes from outside the pods: without pods there is nothing to measure.',
                fix: 'Add an Object or External metric, such as the length of the queue, or set min to 1.',
              },
            ]
          : []),
        ...(driven && scaling.idleReplicas !== undefined && scaling.idleReplicas >= minReplicas
          ? [
              {
                path: `${path}.idle`,
                message: `idle is ${scaling.idleReplicas}, and min is ${minReplicas}: idle is a number of pods below min.`,
                fix: 'Leave idle out: with `min: 0` the pods go as well.',
              },
            ]
          : []),
        ...(minReplicas === maxReplicas &&
        minReplicas > 0 &&
        !(driven && scaling.idleReplicas === 0)
          ? [
              {
                path,
                severity: 'warning' as const,
                message: `min and max are both ${minReplicas}: the autoscaler has nothing to decide.`,
                because: 'It costs a query every 15 s and hides that the number is fixed.',
                fix: `Write scale: ${minReplicas}.`,
              },
            ]
          : []),
      ];
    }),
};
