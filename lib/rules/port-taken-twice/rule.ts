/** Manifest rule: two containers of a pod do not listen on the same port. */

import { longRunning, portsOf } from '../manifests/pod-template.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4305. @see https://kubernetes.io/docs/concepts/workloads/pods/#pod-networking */
export const portTakenTwice: ManifestRule = {
  code: 'SW4305',
  name: 'port-taken-twice',
  level: 'manifest',
  severity: 'error',
  saidByPlan: 'SW2304',
  seesPatches: true,
  summary: 'Containers of one pod declare the same port, or the same port name.',
  because:
    'They share one address: the second to start fails with "address already in use". A name that occurs twice leads a Service to whichever comes first.',
  check: (set) =>
    set.pods.flatMap((pod) => {
      const ports = longRunning(pod).flatMap((container) =>
        portsOf(container).map((port) => ({ ...port, container: container.name })),
      );
      return ports.flatMap((port, index) => {
        const other = ports
          .slice(0, index)
          .find((earlier) => earlier.port === port.port && earlier.protocol === port.protocol);
        const named = ports
          .slice(0, index)
          .find(
            (earlier) =>
              earlier.name === port.name && port.name !== undefined && earlier.port !== port.port,
          );
        const base = {
          on: pod.owner,
          path: `${pod.path}.containers[${port.container}].ports`,
          // A process and its container have one name.
          isSaidAt: (place: string) =>
            pod.containers.some(({ name }) => place.split('.').includes(name)),
        };
        return [
          ...(other === undefined
            ? []
            : [
                {
                  ...base,
                  message: `Port ${port.port}/${port.protocol} is declared ${by(other.container, port.container)}.`,
                  fix: 'Let one of them listen on another port.',
                },
              ]),
          ...(named === undefined
            ? []
            : [
                {
                  ...base,
                  message: `The port name ${port.name ?? ''} stands for ${named.port} in container ${named.container} and for ${port.port} in container ${port.container}.`,
                  fix: 'Rename one of them.',
                },
              ]),
        ];
      });
    }),
};

function by(one: string, other: string): string {
  return one === other
    ? `twice by container ${one}`
    : `by container ${one} and by container ${other}`;
}
