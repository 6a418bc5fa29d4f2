/** What an author can say of a process, and of those that keep running: web and worker. */

import type { Server } from '../server.ts';
import type { Proxy } from '../proxy.ts';
import type { Exposure } from '../exposure.ts';
import type { Rollout } from '../rollout.ts';
import type { DurationText, QuantityText } from './amounts.ts';
import type { ImageSpec } from './image-spec.ts';
import type { ScaleSpec } from './scale-spec.ts';
import type { ConfigValue, FileValue } from './values.ts';

/** Amounts of compute, by Kubernetes' names. */
export interface ComputeAmounts {
  readonly cpu?: QuantityText;
  readonly memory?: QuantityText;
  readonly ephemeralStorage?: QuantityText;
}

/** Requests and limits of a container. @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
export interface ResourcesSpec {
  readonly requests?: ComputeAmounts;
  /** Default: memory = its request; cpu unlimited (a CPU limit caps latency under load, measured 2026-11-22). */
  readonly limits?: ComputeAmounts;
}

/** Where pods may and should run. */
export interface PlacementSpec {
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
  /** A Kubernetes Affinity object, passed through. */
  readonly affinity?: Readonly<Record<string, unknown>>;
  readonly priorityClassName?: string;
  /** How replicas spread over zones and nodes: `soft` prefers (default), `hard` insists, `none` says nothing. */
  readonly spread?: 'soft' | 'hard' | 'none';
  /** Nodes may vanish with short notice (spot, preemptible): drain times are checked against it. Default: false. */
  readonly spot?: boolean;
}

/** A toleration of a node taint. */
export interface Toleration {
  readonly key?: string;
  readonly operator?: 'Exists' | 'Equal';
  readonly value?: string;
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  readonly tolerationSeconds?: number;
}

/** Whom a process may talk to beyond what `needs` says. */
export interface EgressSpec {
  /** Addresses as CIDR, e.g. `10.20.0.0/16`; empty means every address. */
  readonly to?: readonly string[];
  readonly ports: readonly number[];
  readonly protocol?: 'TCP' | 'UDP';
}

/** What every process inherits from the service and may override. */
export interface ProcessSpec {
  readonly image?: Partial<ImageSpec>;
  /** Replaces the image's ENTRYPOINT; exec form, never a shell line. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly workingDirectory?: string;
  /** Variables added to, or replacing, those of the service. `null` removes one. */
  readonly config?: Readonly<Record<string, ConfigValue | null>>;
  /** Files mounted read-only, by absolute path; added to those of the service. */
  readonly files?: Readonly<Record<string, FileValue | null>>;
  readonly resources?: ResourcesSpec;
  /** Absolute paths the process may write to besides `/tmp`; each becomes an emptyDir. */
  readonly writable?: readonly (string | WritablePathSpec)[];
  /** Volumes of the service by the absolute paths at which the containers see them, e.g. `{ '/srv/uploads': 'uploads' }`. */
  readonly mounts?: Readonly<Record<string, string | MountSpec | null>>;
  readonly placement?: PlacementSpec;
  readonly egress?: readonly EgressSpec[];
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly podAnnotations?: Readonly<Record<string, string>>;
}

/** A directory that may be written, and how large it may grow. */
export interface WritablePathSpec {
  readonly path: string;
  /** Default: `64Mi`. */
  readonly size?: QuantityText;
  /** `memory` counts towards the memory limit. Default: `disk`. */
  readonly medium?: 'disk' | 'memory';
}

/** A volume of the service, and how the process sees it. */
export interface MountSpec {
  /** Its name in `volumes`. */
  readonly volume: string;
  /** Default: true for what cannot be written to, else false. */
  readonly readOnly?: boolean;
  /** Folder of the volume, made when it is missing. Default: all of it. */
  readonly subPath?: string;
}

/** One probe, in Kubernetes' terms. */
export interface ProbeSpec {
  /** Path asked over HTTP; without it the port is tried over TCP. */
  readonly path?: string;
  /** Command run in the container instead; exec probes cost CPU each period. */
  readonly command?: readonly string[];
  /** Use the gRPC health protocol (`grpc.health.v1`). */
  readonly grpc?: boolean;
  readonly period?: DurationText;
  readonly timeout?: DurationText;
  readonly failureThreshold?: number;
}

/** Paths that tell how a process feels. A single text stands for all three probes. */
export interface HealthSpec {
  readonly startup?: string | ProbeSpec;
  readonly readiness?: string | ProbeSpec;
  /** `false` switches the liveness probe off. */
  readonly liveness?: string | ProbeSpec | false;
}

/** A process that answers requests. */
export interface WebSpec extends ProcessSpec {
  readonly server: Server;
  /** A proxy in the pod, between `port` and the server, e.g. `nginx()`. Default: none. */
  readonly proxy?: Proxy;
  /** Container port, 1024–65535 for an unprivileged process. Default: 8000. */
  readonly port?: number;
  /** `http` (default), `grpc`, or a stream kind that cannot be drained by waiting. */
  readonly protocol?: 'http' | 'grpc' | 'websocket' | 'sse';
  readonly health?: string | HealthSpec;
  /** How long the start of a pod may take until it must answer. Default: 60 s. */
  readonly startupTimeout?: DurationText;
  /** Longest time a request may take as seen by a client. Default: 30 s. Timeouts, drain and termination grace follow from it. */
  readonly requestTimeout?: DurationText;
  readonly scale?: ScaleSpec | number;
  readonly rollout?: Rollout;
  /** Share of pods that may be missing in a voluntary disruption. Default: 1; `none` writes no budget. */
  readonly maxUnavailable?: number | string | 'none';
  readonly lifecycle?: LifecycleSpec;
  readonly metrics?: MetricsSpec;
  /** An exposure of this process alone, beside the service's. */
  readonly expose?: Exposure;
}

/** Exceptions from the derived chain of stopping; each is checked against the others. */
export interface LifecycleSpec {
  /** Pause between leaving the endpoints and SIGTERM. Default: from the exposure. */
  readonly preStop?: DurationText;
  /** Time in-flight requests get after SIGTERM. Default: the request timeout. */
  readonly gracefulTimeout?: DurationText;
  /** Default: preStop + graceful + what the server adds + slack. */
  readonly terminationGracePeriod?: DurationText;
  /** How the pause is made when `lifecycle.preStop.sleep` is not available (Kubernetes before 1.30). Default: `sleep`. */
  readonly preStopCommand?: 'sleep' | 'python';
}

/** Where Prometheus metrics are served. */
export interface MetricsSpec {
  readonly path?: string;
  readonly port?: number;
}

/** A process that takes work from a queue. */
export interface WorkerSpec extends ProcessSpec {
  readonly command: readonly string[];
  readonly scale?: ScaleSpec | number;
  readonly rollout?: Rollout;
  /** Longest time a unit of work may take: the pod is given that long to finish. Default: 60 s. */
  readonly taskTimeout?: DurationText;
  /** Units of work a pod handles at once, each with a connection of its own; counts towards connection budgets. Default: what a Celery command says (`--concurrency=4`), else 1. */
  readonly concurrency?: number;
  readonly health?: HealthSpec;
  readonly maxUnavailable?: number | string | 'none';
  readonly metrics?: MetricsSpec;
}
