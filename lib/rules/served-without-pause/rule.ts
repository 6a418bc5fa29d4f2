/** Manifest rule: pods behind a Service keep answering until everybody has heard that they stop. */

import { at, isData } from '../manifests/data.ts';
import { nameOf } from '../manifests/manifest-set.ts';
import { longRunning, portsOf } from '../manifests/pod-template.ts';
import { servicesOf } from '../manifests/services-of.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4210. @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination */
export const servedWithoutPause: ManifestRule = {
  code: 'SW4210',
  name: 'served-without-pause',
  level: 'manifest',
  severity: 'warning',
  saidByPlan: 'SW2203',
  summary: 'Pods behind a Service stop without a preStop pause.',
  because:
    'SIGTERM and the removal from the endpoints start together and nobody waits for the other: for some seconds new connections reach a server that has stopped accepting them.',
  check: (set) =>
    set.pods
      .filter((pod) => pod.life === 'running' && pod.owner.kind !== 'Pod')
      .flatMap((pod) => {
        const [service] = servicesOf(set, pod);
        if (service === undefined) return [];
        return longRunning(pod)
          .filter((container) => portsOf(container).length > 0 && container.role === 'main')
          .filter((container) => !isData(at(container.body, 'lifecycle', 'preStop')))
          .map((container) => ({
            on: pod.owner,
            path: `${container.path}.lifecycle.preStop`,
            message: `Container ${container.name} gets requests through ${nameOf(service)} and has no preStop hook.`,
            fix: 'Add lifecycle.preStop.sleep.seconds: 10 behind nginx, 5 inside the cluster, 30 behind a cloud load balancer, and raise terminationGracePeriodSeconds by as much.',
          }));
      }),
};
