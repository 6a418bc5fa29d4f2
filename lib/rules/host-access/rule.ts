/** Manifest rule: pods stay out of the namespaces, ports and devices of their node. */

import { at, numberAt } from '../manifests/data.ts';
import { listAt } from '../manifests/data.ts';
import type { ManifestSet } from '../manifests/manifest-set.ts';
import type { PodTemplate } from '../manifests/pod-template.ts';
import { contextOf, podSecuritySeverity } from '../manifests/pod-security.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4025. @see https://github.com/kubernetes/pod-security-admission/blob/v0.37.2/policy/check_hostNamespaces.go */
export const hostAccess: ManifestRule = {
  code: 'SW4025',
  name: 'host-access',
  level: 'manifest',
  severity: 'warning',
  summary: 'A pod shares the network, processes or ports of its node, or is privileged.',
  because:
    'Such a pod can see or control everything else on the node; the Pod Security levels baseline and restricted refuse it.',
  check: (set) => set.pods.flatMap((pod) => violations(set, pod)),
};

function violations(set: ManifestSet, pod: PodTemplate): ReturnType<ManifestRule['check']> {
  const base = { on: pod.owner, severity: podSecuritySeverity(set, pod.owner, 'baseline') };
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((key) => pod.spec[key] === true);
  const context = [
    { path: pod.path, name: 'the pod', context: pod.spec['securityContext'] },
  ].concat(
    pod.containers.map((container) => ({
      path: container.path,
      name: `container ${container.name}`,
      context: contextOf(container),
    })),
  );
  return [
    ...shared.map((key) => ({
      ...base,
      path: `${pod.path}.${key}`,
      message: `The pod has ${key}: true.`,
      fix: `Remove ${key}.`,
    })),
    ...context.flatMap((place) => [
      ...(at(place.context, 'privileged') === true
        ? [
            {
              ...base,
              path: `${place.path}.securityContext.privileged`,
              message: `The security context of ${place.name} has privileged: true.`,
              fix: 'Remove privileged; add the single capability that is needed, if any.',
            },
          ]
        : []),
      ...(at(place.context, 'windowsOptions', 'hostProcess') === true
        ? [
            {
              ...base,
              path: `${place.path}.securityContext.windowsOptions.hostProcess`,
              message: `The security context of ${place.name} has hostProcess: true.`,
              fix: 'Remove hostProcess.',
            },
          ]
        : []),
    ]),
    ...pod.containers.flatMap((container) =>
      listAt(container.body, 'ports')
        .filter((port) => (numberAt(port, 'hostPort') ?? 0) > 0)
        .map((port) => ({
          ...base,
          path: `${container.path}.ports`,
          message: `Container ${container.name} takes port ${numberAt(port, 'hostPort') ?? ''} of its node (hostPort).`,
          fix: 'Remove hostPort and reach the pod through a Service.',
        })),
    ),
  ];
}
