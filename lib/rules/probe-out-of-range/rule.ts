/** Manifest rule: numbers of probes are such as the kubelet can use. */

import { isData, numberAt } from '../manifests/data.ts';
import {
  handlersOf,
  longRunning,
  type PodContainer,
  type PodTemplate,
} from '../manifests/pod-template.ts';
import type { ManifestComplaint, ManifestRule } from '../rule.ts';

/** SW4211. @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes */
export const probeOutOfRange: ManifestRule = {
  code: 'SW4211',
  name: 'probe-out-of-range',
  level: 'manifest',
  severity: 'error',
  summary: 'A probe has numbers that cannot work, or a slow start has no startup probe.',
  because: 'The pod is refused, or is restarted again and again while it is starting.',
  check: (set) =>
    set.pods.flatMap((pod) => longRunning(pod).flatMap((container) => complaints(pod, container))),
};

function complaints(pod: PodTemplate, container: PodContainer): readonly ManifestComplaint[] {
  const successes = handlersOf(container)
    .filter(({ kind }) => kind === 'livenessProbe' || kind === 'startupProbe')
    .flatMap(({ kind, path, body }) => {
      const threshold = numberAt(body, 'successThreshold') ?? 1;
      return threshold === 1
        ? []
        : [
            {
              on: pod.owner,
              path: `${path}.successThreshold`,
              message: `successThreshold of the ${kind} of container ${container.name} is ${threshold}; only 1 is accepted.`,
              fix: 'Remove successThreshold.',
            },
          ];
    });
  const liveness = container.body['livenessProbe'];
  if (!isData(liveness) || isData(container.body['startupProbe'])) return successes;
  const delay = numberAt(liveness, 'initialDelaySeconds') ?? 0;
  const period = numberAt(liveness, 'periodSeconds') ?? 10;
  const failures = numberAt(liveness, 'failureThreshold') ?? 3;
  const budget = delay + period * failures;
  return budget >= STARTUP_SECONDS
    ? successes
    : [
        ...successes,
        {
          on: pod.owner,
          path: `${container.path}.livenessProbe`,
          severity: 'warning',
          message: `Container ${container.name} has no startupProbe, and its livenessProbe restarts it after ${budget} s (${delay} + ${period} × ${failures}).`,
          fix: 'Add a startupProbe with periodSeconds × failureThreshold above the longest start, 60 s or more.',
          because:
            'On a busy node a start takes several times as long; the restart makes it longer still.',
        },
      ];
}

/** Below this a start on a busy node may be cut off: the image is pulled before, but code is loaded and caches are filled. */
const STARTUP_SECONDS = 60;
