/** Manifest rule: probes and hooks name a port of their own container. */

import { scalarAt } from '../manifests/data.ts';
import { handlersOf, portNamesOf, portsOf } from '../manifests/pod-template.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4108. @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/probe/util.go ResolveContainerPort */
export const probePortUnknown: ManifestRule = {
  code: 'SW4108',
  name: 'probe-port-unknown',
  level: 'manifest',
  severity: 'error',
  summary: 'A probe asks a port name its container does not declare.',
  because:
    'The kubelet cannot resolve the name, so the probe fails each time: the pod never becomes ready, or is restarted for ever. The API server does not compare the two.',
  check: (set) =>
    set.pods.flatMap((pod) =>
      pod.containers.flatMap((container) =>
        handlersOf(container).flatMap((handler) =>
          ['httpGet', 'tcpSocket'].flatMap((action) => {
            const port = scalarAt(handler.body, action, 'port');
            if (typeof port !== 'string' || portsOf(container).some(({ name }) => name === port)) {
              return [];
            }
            return [
              {
                on: pod.owner,
                path: `${handler.path}.${action}.port`,
                message: `The ${handler.kind} of container ${container.name} asks port ${port}; the container declares ${portNamesOf([container])}.`,
                fix: `Name a port of container ${container.name} itself (those of other containers do not count), or give the number.`,
              },
            ];
          }),
        ),
      ),
    ),
};
