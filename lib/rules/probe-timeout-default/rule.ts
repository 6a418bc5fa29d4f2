/** Manifest rule: a probe that asks the application gives it time to answer. */

import { isData, numberAt } from '../manifests/data.ts';
import { handlersOf } from '../manifests/pod-template.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4218. @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes */
export const probeTimeoutDefault: ManifestRule = {
  code: 'SW4218',
  name: 'probe-timeout-default',
  level: 'manifest',
  severity: 'note',
  summary: 'A probe waits one second for an answer, by default.',
  because:
    'One slow query or a pause for garbage collection counts as a failure; three of them restart the container or take it out of service when it is busiest.',
  check: (set) =>
    set.pods.flatMap((pod) =>
      pod.containers.flatMap((container) =>
        handlersOf(container)
          .filter(({ kind }) => kind === 'livenessProbe' || kind === 'readinessProbe')
          .filter(({ body }) => isData(body['httpGet']) || isData(body['exec']))
          .filter(({ body }) => numberAt(body, 'timeoutSeconds') === undefined)
          .map(({ kind, path }) => ({
            on: pod.owner,
            path: `${path}.timeoutSeconds`,
            message: `The ${kind} of container ${container.name} has no timeoutSeconds (1 s by default).`,
            fix: 'Set timeoutSeconds to 2 for readiness and 5 for liveness.',
          })),
      ),
    ),
};
