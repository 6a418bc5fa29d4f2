/** kubernetes › NetworkPolicy: who may talk to whom; ports are those of containers. */

import type { k8s } from 'cdk8s-plus-28';
import type {
  NetworkPeerPlan,
  NetworkPolicyPlan,
  NetworkRulePlan,
} from '../model/plan/network-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { namespaced } from './entry.ts';
import type { ManifestEntry } from './manifest.ts';
import type { Plain } from './plain.ts';
import { listed } from './present.ts';

type Peer = Plain<k8s.NetworkPolicyPeer>;
type Port = Plain<k8s.NetworkPolicyPort>;

/** The policies of the service, unless it wants none. */
export function lowerNetworkPolicies(plan: ServicePlan): readonly ManifestEntry[] {
  if (!plan.network.enabled) return [];
  return plan.network.policies.map((policy) =>
    namespaced(
      plan,
      ['network-policy', policy.name],
      { name: policy.name },
      { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec: policySpec(policy) },
    ),
  );
}

function policySpec(policy: NetworkPolicyPlan): Plain<k8s.NetworkPolicySpec> {
  const { podLabels, ingress, egress } = policy;
  return {
    podSelector: selectorOf(podLabels),
    policyTypes: [
      ...(ingress === undefined ? [] : ['Ingress']),
      ...(egress === undefined ? [] : ['Egress']),
    ],
    ingress: listed((ingress ?? []).map((rule) => ({ from: peers(rule), ports: ports(rule) }))),
    egress: listed((egress ?? []).map((rule) => ({ to: peers(rule), ports: ports(rule) }))),
  };
}

function peers(rule: NetworkRulePlan): readonly Peer[] | undefined {
  return listed(rule.peers.map(lowerPeer));
}

function ports(rule: NetworkRulePlan): readonly Port[] | undefined {
  // TCP is said although it is the default: kubectl compares these lists as a whole (they have no patch merge key), and
  // would report `configured` on every apply (seen with kubectl 1.35.4).
  return listed(rule.ports.map(({ port, protocol }): Port => ({ port, protocol })));
}

function lowerPeer(peer: NetworkPeerPlan): Peer {
  switch (peer.kind) {
    case 'addresses':
      return { ipBlock: { cidr: peer.cidr, except: listed(peer.except ?? []) } };
    case 'pods':
      if (peer.namespaceLabels === undefined) {
        return { podSelector: selectorOf(peer.podLabels ?? {}) };
      }
      return {
        namespaceSelector: selectorOf(peer.namespaceLabels),
        podSelector: peer.podLabels === undefined ? undefined : selectorOf(peer.podLabels),
      };
  }
}

/** No labels select everything. */
function selectorOf(labels: Readonly<Record<string, string>>): Plain<k8s.LabelSelector> {
  return Object.keys(labels).length === 0 ? {} : { matchLabels: labels };
}
