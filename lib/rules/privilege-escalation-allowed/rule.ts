/** Manifest rule: no container may gain more privileges than its parent process. */

import { contextOf, podSecuritySeverity, written } from '../manifests/pod-security.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4021. @see https://github.com/kubernetes/pod-security-admission/blob/v0.37.2/policy/check_allowPrivilegeEscalation.go */
export const privilegeEscalationAllowed: ManifestRule = {
  code: 'SW4021',
  name: 'privilege-escalation-allowed',
  level: 'manifest',
  severity: 'warning',
  summary: 'A container may gain more privileges than it started with.',
  because:
    'Setuid programs in the image can become root, and namespaces that enforce the Pod Security level restricted refuse the pod.',
  check: (set) =>
    set.pods.flatMap((pod) =>
      pod.containers
        .filter((container) => contextOf(container)['allowPrivilegeEscalation'] !== false)
        .map((container) => ({
          on: pod.owner,
          path: `${container.path}.securityContext.allowPrivilegeEscalation`,
          severity: podSecuritySeverity(set, pod.owner, 'restricted'),
          message: `Container ${container.name}: allowPrivilegeEscalation is ${written(contextOf(container)['allowPrivilegeEscalation'])}; it must be false.`,
          fix: `Set securityContext.allowPrivilegeEscalation: false on container ${container.name}; it cannot be set for the pod.`,
        })),
    ),
};
