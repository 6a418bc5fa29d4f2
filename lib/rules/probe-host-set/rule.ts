/** Manifest rule: probes and hooks ask the pod itself, never another host. */

import { textAt } from '../manifests/data.ts';
import { podSecuritySeverity } from '../manifests/pod-security.ts';
import { handlersOf } from '../manifests/pod-template.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4027. @see https://github.com/kubernetes/pod-security-admission/blob/v0.37.2/policy/check_hostProbesAndHostLifecycle.go */
export const probeHostSet: ManifestRule = {
  code: 'SW4027',
  name: 'probe-host-set',
  level: 'manifest',
  severity: 'warning',
  summary: 'A probe or hook names a host to ask.',
  because:
    'The kubelet then asks that host from the node, not the pod: the answer says nothing about the pod, and namespaces that enforce the Pod Security level baseline refuse it since Kubernetes 1.34.',
  check: (set) =>
    set.pods.flatMap((pod) =>
      pod.containers.flatMap(handlersOf).flatMap((handler) =>
        ['httpGet', 'tcpSocket'].flatMap((action) => {
          const host = textAt(handler.body, action, 'host') ?? '';
          return host === ''
            ? []
            : [
                {
                  on: pod.owner,
                  path: `${handler.path}.${action}.host`,
                  severity: podSecuritySeverity(set, pod.owner, 'baseline'),
                  message: `The ${handler.kind} asks host ${host}; the field must be empty.`,
                  fix: `Remove host. To present a host name to the application, set httpHeaders: [{ name: Host, value: ${host} }].`,
                },
              ];
        }),
      ),
    ),
};
