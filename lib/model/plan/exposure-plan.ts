/** How a service is reached, in the few objects that controllers read. */

import type { NetworkPeerPlan } from './network-plan.ts';

/** What stands between client and pod, and how it behaves when pods come and go. */
export interface ProxyPlan {
  /** `none`: clients in the cluster reach the Service directly. */
  readonly kind: 'none' | 'nginx' | 'gateway' | 'loadBalancer';
  /** How long an idle connection to a pod is kept for reuse; 0 when connections are not pooled. */
  readonly keepAliveSeconds: number;
  /** Time to the first byte the proxy waits for, the longest where each path has a limit of its own; absent where the proxy has no such limit or it is not known. */
  readonly readTimeoutSeconds?: number;
  /** Pause a pod must keep serving after it began to stop, so that the proxy has heard of it. */
  readonly propagationSeconds: number;
  /** Shortest pause that is not an error. */
  readonly minimumPropagationSeconds: number;
  /** Where its requests come from, for network policies. */
  readonly sources: readonly NetworkPeerPlan[];
}

/** An object that makes the service reachable. */
export type ExposureObjectPlan =
  IngressPlan | HttpRoutePlan | GatewayPlan | LoadBalancerPlan | CustomObjectPlan;

/** A networking.k8s.io/v1 Ingress. */
export interface IngressPlan {
  readonly kind: 'ingress';
  readonly name: string;
  readonly className: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly rules: readonly {
    readonly host: string;
    readonly paths: readonly {
      readonly path: string;
      readonly pathType: 'Prefix' | 'Exact' | 'ImplementationSpecific';
      readonly serviceName: string;
      readonly portName: string;
    }[];
  }[];
  readonly tls: readonly { readonly hosts: readonly string[]; readonly secretName: string }[];
}

/** A gateway.networking.k8s.io/v1 HTTPRoute. */
export interface HttpRoutePlan {
  readonly kind: 'httpRoute';
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly parents: readonly {
    readonly name: string;
    readonly namespace?: string;
    readonly sectionName?: string;
  }[];
  readonly hostnames: readonly string[];
  readonly rules: readonly HttpRouteRulePlan[];
}

/** One rule of an HTTPRoute. */
export interface HttpRouteRulePlan {
  readonly matches: readonly {
    readonly path: { readonly type: 'PathPrefix' | 'Exact'; readonly value: string };
    readonly headers?: readonly {
      readonly type: 'Exact' | 'RegularExpression';
      readonly name: string;
      readonly value: string;
    }[];
  }[];
  /** Filters in the API's own shape. */
  readonly filters: readonly Readonly<Record<string, unknown>>[];
  readonly backends: readonly {
    readonly serviceName: string;
    readonly port: number;
    readonly weight?: number;
  }[];
  readonly timeouts?: { readonly request?: string; readonly backendRequest?: string };
}

/** A gateway.networking.k8s.io/v1 Gateway. */
export interface GatewayPlan {
  readonly kind: 'gateway';
  readonly name: string;
  readonly className: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly listeners: readonly {
    readonly name: string;
    readonly protocol: 'HTTP' | 'HTTPS';
    readonly port: number;
    readonly hostname?: string;
    readonly tlsSecretName?: string;
  }[];
}

/** A v1 Service of type LoadBalancer, for the pods another Service of the service leads to. */
export interface LoadBalancerPlan {
  readonly kind: 'loadBalancer';
  readonly name: string;
  /** Service whose pods it leads to. */
  readonly serviceName: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Absent: the cluster's default implementation. */
  readonly className?: string;
  /** Client addresses that are let in, as CIDR; empty: everybody. */
  readonly sourceRanges: readonly string[];
  /** Absent: any node passes connections on, and pods see the node's address. */
  readonly externalTrafficPolicy?: 'Local';
  /** Port clients use, and the name of the port of that Service. */
  readonly port: { readonly name: string; readonly port: number };
}

/** An object of a controller's own kind, in its own shape. */
export interface CustomObjectPlan {
  readonly kind: 'custom';
  readonly apiVersion: string;
  readonly objectKind: string;
  readonly name: string;
  /** What tells it apart from others of its kind in one rollout, e.g. `latency`; part of its id. */
  readonly part?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** One exposure of the service. */
export interface ExposurePlan {
  readonly name: string;
  /** Human name, e.g. `F5 NGINX Ingress Controller`. */
  readonly title: string;
  readonly scope: 'public' | 'internal';
  readonly hosts: readonly string[];
  readonly tls: boolean;
  readonly proxy: ProxyPlan;
  readonly objects: readonly ExposureObjectPlan[];
}
