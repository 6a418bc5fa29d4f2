/** Manifest rule: the pause before SIGTERM leaves time for SIGTERM. */

import { numberAt, textsAt } from '../manifests/data.ts';
import { handlersOf, type Handler } from '../manifests/pod-template.ts';
import type { ManifestRule } from '../rule.ts';

/** What the kubelet leaves at least (`minimumGracePeriodInSeconds`). */
const LEAST_SECONDS = 2;

/** SW4208. @see https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer */
export const preStopExceedsGrace: ManifestRule = {
  code: 'SW4208',
  name: 'pre-stop-exceeds-grace',
  level: 'manifest',
  severity: 'error',
  saidByPlan: 'SW2201',
  summary: 'The preStop hook uses up the termination grace period.',
  because:
    'The grace period begins before the hook. What is left after it, 2 seconds at least, is all that requests in flight get between SIGTERM and SIGKILL.',
  check: (set) =>
    set.pods.flatMap((pod) => {
      const grace = numberAt(pod.spec, 'terminationGracePeriodSeconds') ?? 30;
      return pod.containers.flatMap((container) =>
        handlersOf(container).flatMap((handler) => {
          const pause = handler.kind === 'preStop' ? pauseOf(handler) : undefined;
          if (pause === undefined || pause + LEAST_SECONDS < grace) return [];
          return [
            {
              on: pod.owner,
              path: handler.path,
              message: `preStop of container ${container.name} waits ${pause} s; the pod is given ${grace} s in all (terminationGracePeriodSeconds${numberAt(pod.spec, 'terminationGracePeriodSeconds') === undefined ? ', by default' : ''}).`,
              fix: `Set terminationGracePeriodSeconds to ${pause} s plus the longest request plus 5 s.`,
            },
          ];
        }),
      );
    }),
};

/** Seconds a hook sleeps, by the sleep action or by a command that says so. */
function pauseOf({ body }: Handler): number | undefined {
  const words = textsAt(body, 'exec', 'command').join(' ');
  const command = /\bsleep[ (]\s*(\d+(?:\.\d+)?)/.exec(words)?.[1];
  return (
    numberAt(body, 'sleep', 'seconds') ?? (command === undefined ? undefined : Number(command))
  );
}
