/** Who may talk to whom, as sentences that become NetworkPolicies. */

/** Somebody on the other side of a connection. */
export type NetworkPeerPlan =
  | {
      readonly kind: 'pods';
      /** Labels of their namespace; absent: the service's own namespace; empty: every namespace. */
      readonly namespaceLabels?: Readonly<Record<string, string>>;
      /** Labels of the pods; absent: every pod of these namespaces. */
      readonly podLabels?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'addresses'; readonly cidr: string; readonly except?: readonly string[] };

/** Peers and the ports they are allowed; no peers means everybody, no ports every port. */
export interface NetworkRulePlan {
  readonly peers: readonly NetworkPeerPlan[];
  readonly ports: readonly { readonly port: number | string; readonly protocol: 'TCP' | 'UDP' }[];
  /** It lets a monitor read metrics, perhaps at the port of requests. */
  readonly scrapes?: true;
}

/** One NetworkPolicy. */
export interface NetworkPolicyPlan {
  readonly name: string;
  readonly podLabels: Readonly<Record<string, string>>;
  /** Absent: this policy does not speak of ingress. */
  readonly ingress?: readonly NetworkRulePlan[];
  readonly egress?: readonly NetworkRulePlan[];
}

/** All policies of a service. */
export interface NetworkPlan {
  readonly enabled: boolean;
  readonly policies: readonly NetworkPolicyPlan[];
}
