/** Plan rule: features are used only where the target version has them. */

import { at } from '../manifests/data.ts';
import { minorOf, pathOf, processesOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2268. @see https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/features/kube_features.go */
export const kubernetesTooOld: PlanRule = {
  code: 'SW2268',
  name: 'kubernetes-too-old',
  level: 'plan',
  severity: 'error',
  summary: 'A feature is used that the target version does not have, or has switched off.',
  because:
    'Where its gate is off, the API server drops the field without a word: what was asked for does not happen.',
  check: (plan) => {
    const minor = minorOf(plan);
    const first = (path: string, what: string, since: number): ReturnType<PlanRule['check']> =>
      minor >= since
        ? []
        : [
            {
              path,
              message: `${what} needs Kubernetes 1.${since}; the target is ${plan.kubernetes}.`,
              fix: `Leave it out, or set kubernetes: '1.${since}'.`,
            },
          ];
    const users = processesOf(plan).some(({ security }) => security.hostUsers !== undefined);
    const tolerant = runningOf(plan).flatMap((process) => {
      const { scaling } = process;
      if (!('behavior' in scaling)) return [];
      return ['scaleUp', 'scaleDown']
        .filter((direction) => at(scaling.behavior, direction, 'tolerance') !== undefined)
        .map((direction) => `${pathOf(process)}.scale.behavior.${direction}.tolerance`);
    });
    const paced = runningOf(plan).filter(
      ({ rollout }) => rollout.kind === 'stateful' && rollout.maxUnavailable !== undefined,
    );
    return [
      ...(users ? first('security.hostUsers', 'A user namespace for each pod', 33) : []),
      ...paced.flatMap((process) =>
        first(
          `${pathOf(process)}.rollout.maxUnavailable`,
          'A StatefulSet that replaces several pods at once',
          37,
        ),
      ),
      ...tolerant.flatMap((path) => first(path, 'A tolerance of the autoscaler', 35)),
    ];
  },
};
