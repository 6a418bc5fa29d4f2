/** Plan rule: before Kubernetes 1.30 the pause is a program of the image, which must be there. */

import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2202. @see https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#sleep-action */
export const preStopByCommand: PlanRule = {
  code: 'SW2202',
  name: 'pre-stop-by-command',
  level: 'plan',
  severity: 'warning',
  summary: 'The pause before SIGTERM runs a program of the image.',
  because:
    'The sleep action is on by default since Kubernetes 1.30. Without the program the hook fails, the pause is skipped, and each rollout loses requests; only an event tells.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const { preStop, preStopSeconds } = process.lifecycle;
      if (preStop !== 'sleepCommand' && preStop !== 'pythonCommand') return [];
      const program = preStop === 'sleepCommand' ? 'sleep' : 'python';
      const other = preStop === 'sleepCommand' ? 'python' : 'sleep';
      return [
        {
          path: `${pathOf(process)}.lifecycle.preStopCommand`,
          message: `For Kubernetes ${plan.kubernetes} the pause of ${preStopSeconds} s runs the image's own ${program}.`,
          fix: `Make sure that the image has ${program}, choose preStopCommand: '${other}', or set kubernetes to '1.30' or newer.`,
        },
      ];
    }),
};
