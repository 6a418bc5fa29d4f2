/** The contract of exposures: one neutral option set, spelled in the dialect of a controller. */

import type { Finding } from './finding.ts';
import type { DurationText } from './spec/amounts.ts';
import type { Undecided } from './spec/values.ts';
import type { KubernetesVersion } from './kubernetes-version.ts';
import type { OptIn } from './opt-in.ts';
import type { ExposureObjectPlan, ProxyPlan } from './plan/exposure-plan.ts';
import type { Variant } from './variant.ts';

/** What can be said of an exposure in every dialect; what a dialect cannot express is refused by name. */
export interface ExposureOptions {
  readonly host?: string | Undecided;
  readonly hosts?: readonly string[];
  /** Which process answers which path. Default: `/` to the service's web process. */
  readonly paths?: readonly PathSpec[];
  /** By an issuer of cert-manager, or a Secret of type `kubernetes.io/tls`; `false` serves plain HTTP. Default: false, with a warning outside `internal`. */
  readonly tls?: TlsSpec | false;
  /** Send HTTP to HTTPS. Default: true where there is TLS. */
  readonly redirectToHttps?: boolean;
  /** Largest request body, e.g. `10Mi`. Default: `1Mi`, as nginx. */
  readonly maxBodySize?: string | number;
  readonly timeouts?: {
    readonly connect?: DurationText;
    readonly read?: DurationText;
    readonly send?: DurationText;
  };
  /** Requests a second for each client address. */
  readonly rateLimit?: {
    readonly requestsPerSecond: number;
    readonly burst?: number;
    readonly status?: 429 | 503;
  };
  readonly cors?: CorsSpec | false;
  /** Bind a client to a pod by a cookie. */
  readonly stickySessions?: boolean | { readonly cookie?: string; readonly maxAge?: DurationText };
  /** Client addresses that are let in, as CIDR. */
  readonly allowFrom?: readonly string[];
  readonly auth?: BasicAuthSpec | ExternalAuthSpec;
  /** Rewrite the path prefix before it reaches the process. */
  readonly rewritePrefix?: string;
  readonly requestHeaders?: HeaderChange;
  readonly responseHeaders?: HeaderChange;
  /** Buffer responses in the proxy. Default: the dialect's; false for event streams. */
  readonly responseBuffering?: boolean;
  /** Which failures may be retried at another pod. Default: `connection`: only where no answer began; never by time-out. */
  readonly retry?: 'connection' | 'idempotent' | 'off';
  /** Host name under which an inactive blue/green slot is reachable. */
  readonly previewHost?: string;
  /** Annotations passed through to the route object. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** One path and the process behind it. */
export interface PathSpec {
  readonly path: string;
  /** Default: `Prefix`. */
  readonly type?: 'Prefix' | 'Exact';
  /** Name of a web process. */
  readonly process?: string;
}

/** Where the certificate comes from. */
export type TlsSpec =
  /** An issuer of the service's own, written beside it. */
  | { readonly issuer: IssuerSpec; readonly secretName?: string }
  | {
      readonly issuer: string;
      readonly issuerKind?: 'ClusterIssuer' | 'Issuer';
      readonly secretName?: string;
    }
  | { readonly secretName: string };

/** An Issuer of cert-manager. @see https://cert-manager.io/docs/configuration/issuers/ */
export type IssuerSpec =
  /** By the protocol of Let's Encrypt. */
  | { readonly acme: AcmeSpec }
  /** By a certificate authority whose certificate and key are in a Secret. */
  | { readonly ca: { readonly secretName: string } }
  /** Each certificate signs itself: for trials, no client trusts it. */
  | { readonly selfSigned: true };

/** How a certificate is asked for, and how one proves to own the name. */
export interface AcmeSpec {
  /** Who is told of a certificate that runs out. Default: nobody. */
  readonly email?: string;
  /** `letsencrypt` (default), `letsencrypt-staging`, whose certificates no client trusts and which has wide limits, or the URL of a directory. */
  readonly server?: string;
  /** `http01` (default) by a request to the name, or `dns01` by a record, with a provider in cert-manager's own shape. */
  readonly solver?: 'http01' | { readonly dns01: Readonly<Record<string, unknown>> };
}

/** Cross-origin requests. @see https://fetch.spec.whatwg.org/#http-cors-protocol */
export interface CorsSpec {
  readonly allowOrigins: readonly string[];
  readonly allowMethods?: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly allowCredentials?: boolean;
  readonly maxAge?: DurationText;
}

/** HTTP Basic authentication by a Secret. */
export interface BasicAuthSpec {
  readonly kind: 'basic';
  /** Name of the Secret, in the form the dialect reads. */
  readonly secretName: string;
  readonly realm?: string;
}

/** A request to another service decides. */
export interface ExternalAuthSpec {
  readonly kind: 'external';
  readonly url: string;
  readonly signInUrl?: string;
  readonly responseHeaders?: readonly string[];
}

/** Headers set, added or removed. */
export interface HeaderChange {
  readonly set?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

/** What an exposure is told before it decides. */
export interface ExposureInput {
  /** Object name of the exposure, e.g. `shop`. */
  readonly name: string;
  /** Where it stands in the description, e.g. `expose`. */
  readonly path: string;
  readonly namespace: string;
  readonly kubernetes: KubernetesVersion;
  /** Web processes by name, with the Services that lead to them. */
  readonly targets: Readonly<Record<string, ExposureTarget>>;
  /** Process for paths that name none. */
  readonly defaultTarget: string;
}

/** A web process as an exposure sees it. */
export interface ExposureTarget {
  readonly serviceName: string;
  /** Service of the inactive slot, where the rollout has one. */
  readonly previewServiceName?: string;
  /** Weighted Services, where the rollout splits traffic; they add up to 100. */
  readonly weights?: readonly { readonly serviceName: string; readonly weight: number }[];
  /** Whether a controller moves the weights afterwards, and writes by itself what a split needs beside the route. */
  readonly weightsSteered?: boolean;
  /** Who is led to the second of the weighted Services by asking for it, or to the first. */
  readonly optIn?: OptIn;
  readonly portName: string;
  readonly port: number;
  readonly protocol: 'http' | 'grpc' | 'websocket' | 'sse';
  readonly requestTimeoutSeconds: number;
}

/** Why a value is what it is: by an option of the exposure, by a formula, or because nobody said otherwise. */
export type ExposureReason =
  | { readonly from: string }
  | { readonly formula: string; readonly source?: string }
  | { readonly assumed: string; readonly source?: string };

/** What an exposure decides. */
export interface ExposureFacts {
  readonly title: string;
  readonly scope: 'public' | 'internal';
  /** Host names that are served; the first is the one probes present. */
  readonly hosts: readonly string[];
  readonly tls: boolean;
  readonly proxy: ProxyPlan;
  readonly objects: readonly ExposureObjectPlan[];
  /** Secrets that must exist, each with what it must hold. */
  readonly secrets: readonly {
    readonly name: string;
    readonly purpose: string;
    readonly holds: { readonly type: string; readonly keys: readonly string[] };
    readonly madeBy?: string;
  }[];
  /** Why values are what they are, by their path below the exposure's plan. Default: as the options say. */
  readonly because?: Readonly<Record<string, ExposureReason>>;
  readonly findings: readonly Finding[];
}

/** An exposure with its options. */
export interface Exposure<
  Kind extends string = string,
  Options extends ExposureOptions = ExposureOptions,
> extends Variant<'exposure', Kind, Options> {
  facts(input: ExposureInput): ExposureFacts;
  /** The process it leads to, where it says so in other words than paths; undefined: the service's. */
  leadsTo?(): string | undefined;
  /** The route to a process that a controller of rollouts could steer; undefined where there is none. */
  steered?(name: string): SteeredRoute | undefined;
}

/** A route whose split a controller may move. */
export interface SteeredRoute {
  /** `ingress-nginx`: an Ingress that the controller of this name reads. */
  readonly kind: 'ingress-nginx' | 'httpRoute' | 'grpcRoute';
  readonly name: string;
  /** Whether the proxy compares headers with expressions. Default: whole values only. */
  readonly expressions?: boolean;
}
