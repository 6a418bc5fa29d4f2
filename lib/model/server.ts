/** The contract of server profiles: options and circumstances in, facts in the plan's vocabulary out. */

import type { Finding } from './finding.ts';
import type { KubernetesVersion } from './kubernetes-version.ts';
import type { EnvVarPlan } from './plan/container-plan.ts';
import type { WritablePathPlan } from './plan/container-plan.ts';
import type { BelievedHeaders } from './trusted-proxy.ts';
import type { Variant } from './variant.ts';

/** What a server profile is told before it decides. */
export interface ServerInput {
  /** Path of the process in the description, e.g. `web`. */
  readonly process: string;
  readonly port: number;
  /** Path of a unix socket to listen on instead of the port, for a proxy in the pod; absent where there is none. */
  readonly socket?: string;
  /** CPU the server may count on, in cores: the limit, else the request. */
  readonly cpuCores: number;
  /** Memory limit (else request) in bytes. */
  readonly memoryBytes: number;
  /** What is spoken. */
  readonly protocol: 'http' | 'grpc' | 'websocket' | 'sse';
  readonly requestTimeoutSeconds: number;
  /** Time in-flight requests get after SIGTERM. */
  readonly gracefulTimeoutSeconds: number;
  /** Longest time a proxy in front keeps an idle connection for reuse; 0 when none does. */
  readonly proxyKeepAliveSeconds: number;
  /** Whether a proxy in front reads requests: it buffers slow clients and says who they are. */
  readonly behindProxy: boolean;
  /** Whether NetworkPolicies admit only the proxy and declared callers, so that strangers forge no headers. */
  readonly ingressRestricted: boolean;
  /** Command of the description; the profile makes one when it is absent. */
  readonly command?: readonly string[];
  readonly metricsPort?: number;
  /** Variables the author sets for the process, by the name, with the path of each in the description. Default: none. */
  readonly variables?: readonly AuthoredVariable[];
  readonly kubernetes: KubernetesVersion;
}

/** A variable as the author wrote it. */
export interface AuthoredVariable {
  readonly name: string;
  readonly path: string;
  /** Its text, where it is one. */
  readonly value?: string;
}

/** What a server is and does, whoever it is: no stage after `resolve` asks which one. */
export interface ServerFacts {
  /** Human name with version, e.g. `gunicorn 27.0 gthread`. */
  readonly title: string;
  /** Absent: the image's own command runs. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** The unix socket it listens on, where one was offered and it can; absent: the port. */
  readonly socket?: ServerSocket;
  readonly env: readonly EnvVarPlan[];
  /** Variables that every process of the same image wants, e.g. those of its language. */
  readonly imageEnv?: readonly EnvVarPlan[];
  /** Configuration files by absolute path. */
  readonly files: Readonly<Record<string, string>>;
  readonly writable: readonly WritablePathPlan[];
  readonly workers: number;
  /** Threads of one worker; 1 for event loops. */
  readonly threads: number;
  /** Requests a pod handles at once; absent when only the application bounds it. */
  readonly concurrency?: number;
  /** Database connections a pod may open when each thread or worker holds one. */
  readonly connectionsPerPod: number;
  readonly drain: DrainFacts;
  readonly keepAlive: KeepAliveFacts;
  /** What ends a request that takes too long: the server kills the worker, or nothing does but the application. */
  readonly requestLimit: {
    readonly enforcedBy: 'server' | 'application';
    readonly seconds?: number;
  };
  /** What holds an open WebSocket: an event loop, a thread of its own, or nothing, since they are refused; absent: not known. */
  readonly webSockets?: 'loop' | 'thread' | 'never';
  /** False: it speaks HTTP/1.1 alone without TLS, and so no gRPC; absent: it may speak HTTP/2. */
  readonly http2?: false;
  /** Liveness by HTTP would starve behind busy workers: ask TCP. */
  readonly liveness: 'http' | 'tcp';
  /** Access log lines are JSON on standard output. */
  readonly accessLog: 'json' | 'text' | 'none' | 'unknown';
  readonly metrics?: { readonly port: number; readonly path: string };
  /** Whose forwarded headers are believed; absent: nobody's beyond the pod, or it is not known. */
  readonly forwarded?: BelievedHeaders;
  /** Further container ports, e.g. of an exporter. */
  readonly ports?: readonly { readonly name: string; readonly port: number }[];
  /** Python packages the image must contain, as requirement strings. */
  readonly packages: readonly string[];
  /** Why derived values are what they are, by their path below the server plan. */
  readonly because: Readonly<
    Record<string, { readonly formula: string; readonly source?: string }>
  >;
  readonly findings: readonly Finding[];
}

/** A unix socket a server listens on, and what is spoken there. */
export interface ServerSocket {
  readonly path: string;
  readonly protocol: 'http' | 'uwsgi';
}

/** How a server stops after SIGTERM. */
export interface DrainFacts {
  /** Configured limit for in-flight requests, in seconds. */
  readonly gracefulTimeoutSeconds: number;
  /** Time it may need beyond that limit. */
  readonly extraSeconds: number;
  /** The server itself enforces the limit; otherwise only SIGKILL does. */
  readonly bounded: boolean;
  /** Signal that starts the drain. */
  readonly signal: 'SIGTERM' | 'SIGQUIT' | 'SIGINT';
}

/** What happens to idle connections. */
export type KeepAliveFacts =
  | { readonly kind: 'closes' }
  | { readonly kind: 'keeps'; readonly seconds: number }
  | { readonly kind: 'unknown' };

/** A server profile with its options. */
export interface Server<Kind extends string = string, Options = object> extends Variant<
  'server',
  Kind,
  Options
> {
  facts(input: ServerInput): ServerFacts;
}
