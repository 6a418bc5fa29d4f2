/** Plan rule: autoscalers follow what goes down again. */

import { pathOf, runningOf, useTargets } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2266. @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/ */
export const scalesOnMemory: PlanRule = {
  code: 'SW2266',
  name: 'scales-on-memory',
  level: 'plan',
  severity: 'warning',
  summary: 'An autoscaler follows memory, which most servers do not give back.',
  because:
    'The memory of a Python, Node or JVM process grows to what it once needed and stays there: pods are added and never removed.',
  check: (plan) =>
    runningOf(plan)
      .filter(({ scaling }) => useTargets(scaling).some(({ resource }) => resource === 'memory'))
      .map((process) => ({
        path: `${pathOf(process)}.scale.memory`,
        message: `${process.name} is scaled by its use of memory.`,
        fix: 'Follow CPU, requests or the length of the queue, and give each pod the memory it needs.',
      })),
};
