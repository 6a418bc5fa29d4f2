/** Manifest rule: pods whose connections out are restricted may still ask for names. */

import { at, dataAt, listAt, scalarAt, textAt, textsAt } from '../manifests/data.ts';
import {
  type ManifestObject,
  type ManifestSet,
  objectsOf,
  sameNamespace,
} from '../manifests/manifest-set.ts';
import type { PodTemplate } from '../manifests/pod-template.ts';
import { labelSelector, selects } from '../manifests/selector.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4113. @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-egress-traffic */
export const egressWithoutDns: ManifestRule = {
  code: 'SW4113',
  name: 'egress-without-dns',
  level: 'manifest',
  severity: 'error',
  summary: 'Network policies restrict what pods connect to and leave DNS out.',
  because:
    'Every look-up of a name then waits for its time-out: the application hangs on its first connection, although the rule for that connection is there.',
  check: (set) =>
    set.pods.flatMap((pod) => {
      const policies = egressPolicies(set, pod);
      const opened = policies.flatMap((policy) => listAt(policy.body, 'spec', 'egress'));
      if (opened.length === 0 || opened.some(allowsDns)) return [];
      return [
        {
          on: pod.owner,
          path: pod.path,
          message: `The policies ${policies.map(({ name }) => name).join(', ')} allow the pods some connections, but not port 53 over UDP.`,
          fix: 'Allow port 53 over UDP and TCP to the pods labelled k8s-app: kube-dns in the namespace kube-system.',
        },
      ];
    }),
};

function egressPolicies(set: ManifestSet, pod: PodTemplate): readonly ManifestObject[] {
  return objectsOf(set, 'NetworkPolicy').filter((policy) => {
    const selector = labelSelector(dataAt(policy.body, 'spec')['podSelector']);
    return (
      sameNamespace(policy, pod.owner) &&
      isAboutEgress(policy) &&
      selector !== undefined &&
      selects(selector, pod.labels)
    );
  });
}

/** Without `policyTypes` a policy is about what goes out where it has rules for that. @see NetworkPolicySpec, k8s.io/api networking/v1 */
function isAboutEgress({ body }: ManifestObject): boolean {
  return at(body, 'spec', 'policyTypes') === undefined
    ? listAt(body, 'spec', 'egress').length > 0
    : textsAt(body, 'spec', 'policyTypes').includes('Egress');
}

function allowsDns(rule: Readonly<Record<string, unknown>>): boolean {
  const ports = listAt(rule, 'ports');
  return (
    ports.length === 0 ||
    ports.some((port) => {
      const first = scalarAt(port, 'port');
      const last = scalarAt(port, 'endPort') ?? first;
      const covers =
        first === undefined ||
        (typeof first === 'number' && typeof last === 'number' && first <= 53 && last >= 53);
      return textAt(port, 'protocol') === 'UDP' && covers;
    })
  );
}
