/** The contract of proxies that stand in the pod, between the port clients reach and the server. */

import type { PathSpec } from './exposure.ts';
import type { Finding } from './finding.ts';
import type { ResourcesPlan, WritablePathPlan } from './plan/container-plan.ts';
import type { ImageSpec } from './spec/image-spec.ts';
import type { KeepAliveFacts, ServerSocket } from './server.ts';
import type { BelievedHeaders } from './trusted-proxy.ts';
import type { Variant } from './variant.ts';

/** What a proxy is told before it decides. */
export interface ProxyInput {
  /** Path of the process in the description, e.g. `web`. */
  readonly process: string;
  /** Port clients reach. */
  readonly port: number;
  /** Where the server listens. */
  readonly upstream: ServerSocket | { readonly port: number };
  readonly protocol: 'http' | 'grpc' | 'websocket' | 'sse';
  readonly requestTimeoutSeconds: number;
  /** Requests the server handles at once; absent where only the application bounds it. */
  readonly serverConcurrency?: number;
  /** When the server itself ends a request; absent where it does not. */
  readonly serverLimitSeconds?: number;
  /** Pause between leaving the endpoints and the stop, in seconds. */
  readonly pauseSeconds: number;
  /** Longest time from SIGTERM to the end of the server. */
  readonly drainSeconds: number;
  /** Largest request body an exposure in front lets through, in bytes; 0 where nothing is said. */
  readonly largestBodyBytes: number;
  /** Longest time a proxy in front keeps an idle connection for reuse; 0 when none does. */
  readonly proxyKeepAliveSeconds: number;
  /** Whether a proxy in front of the pod reads requests. */
  readonly behindProxy: boolean;
  /** Whether NetworkPolicies admit only declared callers. */
  readonly ingressRestricted: boolean;
  /** Paths by which requests of an exposure get here, as the pod sees them; absent: all, or it cannot be said. */
  readonly paths?: readonly Pick<PathSpec, 'path' | 'type'>[];
}

/** What a proxy is and does: no stage after `resolve` asks which one. */
export interface ProxyFacts {
  /** Human name, e.g. `nginx`. */
  readonly title: string;
  /** Name of its container. */
  readonly container: string;
  readonly image: ImageSpec;
  readonly command: readonly string[];
  /** Configuration files by absolute path. */
  readonly files: Readonly<Record<string, string>>;
  readonly writable: readonly WritablePathPlan[];
  readonly resources: ResourcesPlan;
  /** Where it answers for itself alone. */
  readonly health: { readonly port: number; readonly portName: string; readonly path: string };
  /** What callers see of idle connections. */
  readonly keepAlive: KeepAliveFacts;
  /** Whose forwarded headers it believes and passes on; absent: nobody's. */
  readonly forwarded?: BelievedHeaders;
  /** Command that waits out the pause and then starts the graceful stop. */
  readonly preStop: readonly string[];
  /** Time the server goes on after the proxy stopped accepting, for what the proxy still hands over. */
  readonly handoverSeconds: number;
  /** Time the proxy may need after the server has ended. */
  readonly drainExtraSeconds: number;
  /** Directories of the server's image that the proxy serves itself. */
  readonly assets: readonly AssetsFacts[];
  /** Why derived values are what they are, by their path below the proxy's plan. */
  readonly because: Readonly<
    Record<string, { readonly formula: string; readonly source?: string }>
  >;
  readonly findings: readonly Finding[];
}

/** A directory that is copied from the server's image before the proxy starts. */
export interface AssetsFacts {
  /** Name of the copy: a DNS label. */
  readonly name: string;
  /** Runs in the server's image, with its variables and files. */
  readonly command: readonly string[];
  /** What is copied as it lies there: where that is a volume of the pod, it is served from the volume itself. Absent: the command makes the files. */
  readonly copiedFrom?: string;
  /** Where the copy stands while the command runs. */
  readonly filledAt: string;
  /** Where the proxy sees it. */
  readonly servedAt: string;
  readonly sizeLimit: string;
}

/** A proxy with its options. */
export interface Proxy<Kind extends string = string, Options = object> extends Variant<
  'proxy',
  Kind,
  Options
> {
  facts(input: ProxyInput): ProxyFacts;
}
