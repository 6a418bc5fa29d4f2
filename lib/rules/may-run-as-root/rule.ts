/** Manifest rule: containers do not run as root, and say so in a way the kubelet checks. */

import {
  effective,
  hasUserNamespace,
  podSecuritySeverity,
  written,
} from '../manifests/pod-security.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4023. @see https://github.com/kubernetes/pod-security-admission/blob/v0.37.2/policy/check_runAsNonRoot.go */
export const mayRunAsRoot: ManifestRule = {
  code: 'SW4023',
  name: 'may-run-as-root',
  level: 'manifest',
  severity: 'warning',
  summary: 'A container may run as root.',
  because:
    'Root in a container is root on the node as soon as anything else gives way, and the Pod Security level restricted refuses the pod.',
  check: (set) =>
    set.pods
      .filter((pod) => !hasUserNamespace(pod))
      .flatMap((pod) =>
        pod.containers.flatMap((container) => {
          const nonRoot = effective(pod, container, 'runAsNonRoot');
          const user = effective(pod, container, 'runAsUser');
          const base = {
            on: pod.owner,
            severity: podSecuritySeverity(set, pod.owner, 'restricted'),
          };
          if (user === 0) {
            return [
              {
                ...base,
                path: `${container.path}.securityContext.runAsUser`,
                message: `Container ${container.name} runs as user 0 (root).`,
                fix: `Set securityContext.runAsUser to the number of an unprivileged user, such as 10001.`,
              },
            ];
          }
          return nonRoot === true
            ? []
            : [
                {
                  ...base,
                  path: `${container.path}.securityContext.runAsNonRoot`,
                  message: `Container ${container.name}: runAsNonRoot is ${written(nonRoot)} for it and for its pod; it must be true.`,
                  fix: `Set securityContext.runAsNonRoot: true for the pod, with a numeric runAsUser: the kubelet cannot tell whether a user given by name is root.`,
                },
              ];
        }),
      ),
};
