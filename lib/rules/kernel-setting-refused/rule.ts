/** Manifest rule: pods leave kernel settings, process mounts and mandatory access control to the node. */

import { at, listAt, textAt } from '../manifests/data.ts';
import { podSecuritySeverity, written } from '../manifests/pod-security.ts';
import type { ManifestRule } from '../rule.ts';

/** Settings that are namespaced and isolated, from `check_sysctls.go`. */
const SAFE_SYSCTLS = [
  ...['kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.tcp_syncookies'],
  ...['net.ipv4.ping_group_range', 'net.ipv4.ip_unprivileged_port_start'],
  ...['net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_keepalive_time'],
  ...['net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes'],
  ...['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'],
];

/** Types of SELinux that runtimes give containers themselves, from `check_seLinuxOptions.go`; user and role stay unset. */
const SELINUX_TYPES = ['container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

/** SW4028. @see https://github.com/kubernetes/pod-security-admission/blob/v0.37.2/policy/check_sysctls.go */
export const kernelSettingRefused: ManifestRule = {
  code: 'SW4028',
  name: 'kernel-setting-refused',
  level: 'manifest',
  severity: 'warning',
  summary:
    'A pod changes kernel settings, its view of /proc or its SELinux context, or turns AppArmor off.',
  because:
    'Settings outside the safe list reach other pods of the node: the kubelet refuses the pod unless its node allows each by name, and the Pod Security level baseline refuses it before.',
  check: (set) =>
    set.pods.flatMap((pod) => {
      const base = { on: pod.owner, severity: podSecuritySeverity(set, pod.owner, 'baseline') };
      const contexts = [
        { path: `${pod.path}.securityContext`, value: pod.spec['securityContext'] },
        ...pod.containers.map((container) => ({
          path: `${container.path}.securityContext`,
          value: container.body['securityContext'],
        })),
      ];
      const sysctls = listAt(pod.spec, 'securityContext', 'sysctls')
        .map((sysctl) => textAt(sysctl, 'name') ?? '')
        .filter((name) => !SAFE_SYSCTLS.includes(name));
      return [
        ...sysctls.map((name) => ({
          ...base,
          path: `${pod.path}.securityContext.sysctls`,
          message: `The pod sets ${name}, which is not in the safe list (${SAFE_SYSCTLS.join(', ')}).`,
          fix: `Remove ${name}, or set it on the node.`,
        })),
        ...contexts.flatMap(({ path, value }) => {
          const mount = at(value, 'procMount') ?? 'Default';
          const armor = at(value, 'appArmorProfile', 'type') ?? 'RuntimeDefault';
          return [
            ...(mount === 'Default'
              ? []
              : [
                  {
                    ...base,
                    path: `${path}.procMount`,
                    message: `procMount is ${written(mount)}; only Default is accepted.`,
                    fix: 'Remove procMount.',
                  },
                ]),
            ...(armor === 'RuntimeDefault' || armor === 'Localhost'
              ? []
              : [
                  {
                    ...base,
                    path: `${path}.appArmorProfile`,
                    message: `appArmorProfile.type is ${written(armor)}; RuntimeDefault and Localhost are accepted.`,
                    fix: 'Remove appArmorProfile, or set its type to RuntimeDefault.',
                  },
                ]),
            ...seLinuxProblems(value).map((problem) => ({
              ...base,
              path: `${path}.seLinuxOptions`,
              ...problem,
            })),
          ];
        }),
      ];
    }),
};

function seLinuxProblems(
  context: unknown,
): readonly { readonly message: string; readonly fix: string }[] {
  const type = textAt(context, 'seLinuxOptions', 'type') ?? '';
  const named = ['user', 'role'].filter((key) => textAt(context, 'seLinuxOptions', key));
  return [
    ...(type === '' || SELINUX_TYPES.includes(type)
      ? []
      : [
          {
            message: `seLinuxOptions.type is ${type}; ${SELINUX_TYPES.join(', ')} are accepted.`,
            fix: 'Remove the type, or take one of these.',
          },
        ]),
    ...named.map((key) => ({
      message: `seLinuxOptions.${key} is set; it is left to the runtime.`,
      fix: `Remove ${key}.`,
    })),
  ];
}
