/** Manifest rule: objects use fields only where the target version of the cluster reads them. */

import { at, numberAt } from '../manifests/data.ts';
import { type ManifestSet, objectsOf } from '../manifests/manifest-set.ts';
import { handlersOf } from '../manifests/pod-template.ts';
import type { ManifestComplaint, ManifestRule } from '../rule.ts';

/** SW4309. @see https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/features/kube_features.go */
export const featureTooNew: ManifestRule = {
  code: 'SW4309',
  name: 'feature-too-new',
  level: 'manifest',
  severity: 'error',
  saidByPlan: 'SW2268',
  summary: 'An object uses a field that the target version of Kubernetes does not read.',
  because:
    'Where its gate is off, the API server drops the field without a word, or refuses the object.',
  check: (set) => {
    const minor = Number(/^1\.(\d+)$/.exec(set.outside.kubernetes ?? '')?.[1] ?? Infinity);
    return usesOf(set)
      .filter(({ since }) => minor < since)
      .map(({ on, path, what, since }) => ({
        on,
        path,
        message: `${what} needs Kubernetes 1.${since}; the target is ${set.outside.kubernetes ?? ''}.`,
        fix: `Leave it out, or set kubernetes: '1.${since}'.`,
      }));
  },
};

type Use = Pick<ManifestComplaint, 'on'> & {
  readonly path: string;
  readonly what: string;
  /** The minor version in which its gate is on. */
  readonly since: number;
};

function usesOf(set: ManifestSet): readonly Use[] {
  return [...sleepsOf(set), ...usersOf(set), ...scalingOf(set)];
}

/** PodLifecycleSleepAction is on from 1.30, PodLifecycleSleepActionAllowZero from 1.33. */
function sleepsOf(set: ManifestSet): readonly Use[] {
  return set.pods.flatMap((pod) =>
    pod.containers.flatMap(handlersOf).flatMap(({ path, body }) => {
      const seconds = numberAt(body, 'sleep', 'seconds');
      if (seconds === undefined) return [];
      const base = { on: pod.owner, path: `${path}.sleep` };
      return seconds === 0
        ? [{ ...base, what: 'A sleep of 0 seconds', since: 33 }]
        : [{ ...base, what: 'The sleep action of a hook', since: 30 }];
    }),
  );
}

function usersOf(set: ManifestSet): readonly Use[] {
  return set.pods
    .filter(({ spec }) => spec['hostUsers'] === false)
    .map((pod) => ({
      on: pod.owner,
      path: `${pod.path}.hostUsers`,
      what: 'A user namespace for each pod',
      since: 33,
    }));
}

/** HPAConfigurableTolerance is on from 1.35, HPAScaleToZero from 1.37. */
function scalingOf(set: ManifestSet): readonly Use[] {
  return objectsOf(set, 'HorizontalPodAutoscaler').flatMap((on) => [
    ...['scaleUp', 'scaleDown']
      .filter((direction) => at(on.body, 'spec', 'behavior', direction, 'tolerance') !== undefined)
      .map((direction) => ({
        on,
        path: `spec.behavior.${direction}.tolerance`,
        what: 'A tolerance of the autoscaler',
        since: 35,
      })),
    ...(numberAt(on.body, 'spec', 'minReplicas') === 0
      ? [{ on, path: 'spec.minReplicas', what: 'An autoscaler that goes to no pods', since: 37 }]
      : []),
  ]);
}
