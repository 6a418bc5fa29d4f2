/** Manifest rule: containers run under a seccomp profile, named in the field that still counts. */

import { at } from '../manifests/data.ts';
import { effective, podSecuritySeverity, written } from '../manifests/pod-security.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4024. @see https://github.com/kubernetes/pod-security-admission/blob/v0.37.2/policy/check_seccompProfile_restricted.go */
export const seccompProfileMissing: ManifestRule = {
  code: 'SW4024',
  name: 'seccomp-profile-missing',
  level: 'manifest',
  severity: 'warning',
  summary: 'A container runs without a seccomp profile.',
  because:
    'Unconfined, a process may use every system call of the kernel, and the Pod Security level restricted refuses the pod.',
  check: (set) =>
    set.pods.flatMap((pod) =>
      pod.containers.flatMap((container) => {
        const type = at(effective(pod, container, 'seccompProfile'), 'type');
        if (type === 'RuntimeDefault' || type === 'Localhost') return [];
        const old = Object.keys(pod.annotations).some((key) =>
          key.includes('seccomp.security.alpha'),
        );
        return [
          {
            on: pod.owner,
            path: `${container.path}.securityContext.seccompProfile`,
            severity: podSecuritySeverity(set, pod.owner, 'restricted'),
            message: `Container ${container.name}: seccompProfile.type is ${written(type)} for it and for its pod; RuntimeDefault or Localhost is accepted.${old ? ' The seccomp annotation on the pod has had no effect since Kubernetes 1.27.' : ''}`,
            fix: 'Set securityContext.seccompProfile.type: RuntimeDefault for the pod.',
          },
        ];
      }),
    ),
};
