/** exposures › neutral: the options as read, in seconds and bytes, with what they mean for the processes behind; every dialect spells this. */

import type {
  BasicAuthSpec,
  ExposureTarget,
  ExternalAuthSpec,
  HeaderChange,
  IssuerSpec,
} from '../model/exposure.ts';

/** An exposure before it is spelled in a dialect. */
export interface Neutral {
  /** Object name. */
  readonly name: string;
  readonly namespace: string;
  /** Where it stands in the description. */
  readonly at: string;
  /** Served host names, those without wildcard first. */
  readonly hosts: readonly string[];
  readonly previewHost?: string;
  readonly routes: readonly Route[];
  readonly tls?: NeutralTls;
  readonly redirectToHttps: boolean;
  readonly maxBodyBytes?: number;
  /** The longest of its routes, for what has one limit for all of them. */
  readonly timeouts: NeutralTimeouts;
  readonly rateLimit?: NeutralRateLimit;
  readonly cors?: NeutralCors;
  readonly sticky?: { readonly cookie: string; readonly maxAgeSeconds?: number };
  readonly allowFrom?: readonly string[];
  readonly auth?: BasicAuthSpec | ExternalAuthSpec;
  readonly rewritePrefix?: string;
  readonly requestHeaders: Required<HeaderChange>;
  readonly responseHeaders: Required<HeaderChange>;
  /** Absent: the dialect's own default. */
  readonly responseBuffering?: boolean;
  readonly retry: 'connection' | 'idempotent' | 'off';
  /** Annotations of the author. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** One path and the process that answers it. */
export interface Route {
  readonly path: string;
  readonly type: 'Prefix' | 'Exact';
  readonly process: string;
  readonly target: ExposureTarget;
  /** Of this path alone: a WebSocket takes the limit from no other. */
  readonly timeouts: NeutralTimeouts;
}

/** Where the certificate is. */
export interface NeutralTls {
  readonly secretName: string;
  /** Secret for the preview host; the same one where an author brings it. */
  readonly previewSecretName: string;
  readonly issuer?: {
    readonly name: string;
    readonly kind: 'ClusterIssuer' | 'Issuer';
    /** Written beside the exposure; absent: it is there. */
    readonly spec?: IssuerSpec;
  };
}

/** Time limits in seconds. */
export interface NeutralTimeouts {
  readonly connect?: number;
  readonly read: number;
  readonly send?: number;
}

/** A limit for each client address. */
export interface NeutralRateLimit {
  readonly requestsPerSecond: number;
  readonly burst: number;
  readonly status?: 429 | 503;
}

/** Cross-origin requests with the defaults of the standard filled in. */
export interface NeutralCors {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAgeSeconds?: number;
}

/** Whether any process behind the exposure speaks this protocol. */
export function speaks(
  neutral: { readonly routes: readonly Route[] },
  ...protocols: readonly ExposureTarget['protocol'][]
): boolean {
  return neutral.routes.some((route) => protocols.includes(route.target.protocol));
}

/** Names of the Services behind some routes, each once, in the order of the routes. */
export function servicesOf(routes: readonly Route[]): readonly string[] {
  return [...new Set(routes.map((route) => route.target.serviceName))];
}
