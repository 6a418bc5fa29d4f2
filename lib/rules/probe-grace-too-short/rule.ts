/** Manifest rule: a restart by a probe leaves time for the preStop hook. */

import { numberAt } from '../manifests/data.ts';
import { handlersOf } from '../manifests/pod-template.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4209. @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#probe-level-terminationgraceperiodseconds */
export const probeGraceTooShort: ManifestRule = {
  code: 'SW4209',
  name: 'probe-grace-too-short',
  level: 'manifest',
  severity: 'warning',
  summary: 'A probe allows less time for stopping than the preStop hook takes.',
  because:
    'The hook runs before every restart too; cut off, the process gets SIGTERM and 2 seconds later SIGKILL.',
  check: (set) =>
    set.pods.flatMap((pod) =>
      pod.containers.flatMap((container) => {
        const pause = numberAt(container.body, 'lifecycle', 'preStop', 'sleep', 'seconds') ?? 0;
        return handlersOf(container).flatMap((handler) => {
          const grace = numberAt(handler.body, 'terminationGracePeriodSeconds');
          if (grace === undefined || pause === 0 || grace >= pause + 2) return [];
          return [
            {
              on: pod.owner,
              path: `${handler.path}.terminationGracePeriodSeconds`,
              message: `The ${handler.kind} of container ${container.name} allows ${grace} s; its preStop hook takes ${pause} s, so at least ${pause + 2} s are needed.`,
              fix: `Remove the field from the probe, or set it to ${pause + 2} or more.`,
            },
          ];
        });
      }),
    ),
};
