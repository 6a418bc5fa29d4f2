/** Manifest rule: containers give up all capabilities but, at most, that of binding low ports. */

import { textsAt } from '../manifests/data.ts';
import { contextOf, podSecuritySeverity } from '../manifests/pod-security.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4022. @see https://github.com/kubernetes/pod-security-admission/blob/v0.37.2/policy/check_capabilities_restricted.go */
export const capabilitiesKept: ManifestRule = {
  code: 'SW4022',
  name: 'capabilities-kept',
  level: 'manifest',
  severity: 'warning',
  summary: 'A container keeps Linux capabilities it does not need.',
  because:
    'The default set of the runtime includes CHOWN, NET_RAW and SETUID; a web process needs none, and the Pod Security level restricted refuses the pod.',
  check: (set) =>
    set.pods.flatMap((pod) =>
      pod.containers.flatMap((container) => {
        const dropped = textsAt(contextOf(container), 'capabilities', 'drop');
        const added = textsAt(contextOf(container), 'capabilities', 'add');
        const extra = added.filter((name) => name !== 'NET_BIND_SERVICE');
        const base = {
          on: pod.owner,
          path: `${container.path}.securityContext.capabilities`,
          severity: podSecuritySeverity(set, pod.owner, 'restricted'),
        };
        return [
          ...(dropped.includes('ALL')
            ? []
            : [
                {
                  ...base,
                  message: `Container ${container.name} drops ${dropped.length === 0 ? 'no capabilities' : dropped.join(', ')}; it must drop ALL.`,
                  fix: `Set securityContext.capabilities.drop: [ALL] on container ${container.name}.`,
                },
              ]),
          ...(extra.length === 0
            ? []
            : [
                {
                  ...base,
                  message: `Container ${container.name} adds the capabilities ${extra.join(', ')}; only NET_BIND_SERVICE may be added.`,
                  fix: `Remove ${extra.join(', ')} from securityContext.capabilities.add of container ${container.name}.`,
                },
              ]),
        ];
      }),
    ),
};
