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
  /** Cores. */
  readonly cpu?: QuantityText;
  readonly memory?: QuantityText;
  /** Disk of the node: logs, and what containers write outside of volumes. */
  readonly ephemeralStorage?: QuantityText;
}

/** Requests and limits of a container. @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
export interface ResourcesSpec {
  /** What the scheduler reserves. Default: cpu 250m and memory 512Mi; 100m and 256Mi for crons, tasks and the migration. */
  readonly requests?: ComputeAmounts;
  /** What a container may use at most. Default: memory = its request; cpu unlimited (a CPU limit caps latency under load, measured 2026-11-22). */
  readonly limits?: ComputeAmounts;
}

/** Where pods may and should run. */
export interface PlacementSpec {
  /** Labels that a node must have. Default: none. */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints of nodes that pods put up with. Default: none. */
  readonly tolerations?: readonly Toleration[];
  /** A Kubernetes Affinity object, passed through. Default: none. */
  readonly affinity?: Readonly<Record<string, unknown>>;
  /** Name of a PriorityClass of the cluster. Default: none; the cluster's own default counts. */
  readonly priorityClassName?: string;
  /** How replicas spread over zones and nodes: `soft` prefers, `hard` insists, `none` says nothing. Default: `soft`; `none` for crons, tasks and the migration. */
  readonly spread?: 'soft' | 'hard' | 'none';
  /** Nodes may vanish with short notice (spot, preemptible): drain times are checked against it. Default: false. */
  readonly spot?: boolean;
}

/** A toleration of a node taint, in Kubernetes' own words. @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export interface Toleration {
  /** Name of the taint. Default: every taint, with `operator: 'Exists'`. */
  readonly key?: string;
  /** `Exists` asks for no value. Default: Kubernetes' `Equal`. */
  readonly operator?: 'Exists' | 'Equal';
  /** Value of the taint. Default: empty. */
  readonly value?: string;
  /** Effect of the taint. Default: every effect. */
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  /** How long a pod stays after a taint `NoExecute` came. Default: for good. */
  readonly tolerationSeconds?: number;
}

/** Whom a process may talk to beyond what `needs` says. */
export interface EgressSpec {
  /** Addresses as CIDR, e.g. `10.20.0.0/16`. Default: every address. */
  readonly to?: readonly string[];
  /** Ports of those addresses. */
  readonly ports: readonly number[];
  /** Protocol of the ports. Default: `TCP`. */
  readonly protocol?: 'TCP' | 'UDP';
}

/** What every process inherits from the service and may override. */
export interface ProcessSpec {
  /** Parts of the image that differ. Default: the image of the service. */
  readonly image?: Partial<ImageSpec>;
  /** Replaces the image's ENTRYPOINT; exec form, one word each, never a shell line. Default: what the server is started by. */
  readonly command?: readonly string[];
  /** Words behind the command. Default: those of the server, or of the image. */
  readonly args?: readonly string[];
  /** Absolute path. Default: that of the image. */
  readonly workingDirectory?: string;
  /** Variables added to, or replacing, those of the service. `null` removes one. Default: none. */
  readonly config?: Readonly<Record<string, ConfigValue | null>>;
  /** Files mounted read-only, by absolute path; added to those of the service. `null` removes one. Default: none. */
  readonly files?: Readonly<Record<string, FileValue | null>>;
  /** CPU and memory. Default: those of the service, amount by amount. */
  readonly resources?: ResourcesSpec;
  /** Absolute paths the process may write to besides `/tmp`; each becomes an emptyDir. Default: what the server writes. */
  readonly writable?: readonly (string | WritablePathSpec)[];
  /** Volumes of the service by the absolute paths at which the containers see them, e.g. `{ '/srv/uploads': 'uploads' }`. Default: none. */
  readonly mounts?: Readonly<Record<string, string | MountSpec | null>>;
  /** Where its pods run. Default: what the service says, option by option. */
  readonly placement?: PlacementSpec;
  /** Whom this process may call, beside what all of the service may. Default: nobody else. */
  readonly egress?: readonly EgressSpec[];
  /** Labels of its pods alone. Default: none. */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Annotations of its pods alone. Default: none. */
  readonly podAnnotations?: Readonly<Record<string, string>>;
}

/** A directory that may be written, and how large it may grow. */
export interface WritablePathSpec {
  /** Absolute path of the directory. */
  readonly path: string;
  /** More than this evicts the pod. Default: `64Mi`. */
  readonly size?: QuantityText;
  /** Where it lies; `memory` counts towards the memory limit. Default: `disk`. */
  readonly medium?: 'disk' | 'memory';
}

/** A volume of the service, and how the process sees it. */
export interface MountSpec {
  /** Its name in `volumes` of the service. */
  readonly volume: string;
  /** Whether containers may only read. Default: true for what cannot be written to, else false. */
  readonly readOnly?: boolean;
  /** Folder of the volume, made when it is missing. Default: all of it. */
  readonly subPath?: string;
}

/** One probe, in Kubernetes' terms. Of `path`, `command` and `grpc` one is given. */
export interface ProbeSpec {
  /** Path asked over HTTP. Default: none; the port is tried over TCP. */
  readonly path?: string;
  /** Command run in the container instead; exec probes cost CPU each period. Default: none. */
  readonly command?: readonly string[];
  /** Use the gRPC health protocol (`grpc.health.v1`). Default: false. */
  readonly grpc?: boolean;
  /** Time between questions. Default: 2 s for startup, 5 s for readiness, 10 s for liveness; a worker's startup has 10 s too. */
  readonly period?: DurationText;
  /** Time to wait for an answer. Default: 2 s for startup and readiness, 5 s for liveness; a worker's startup has 5 s too. */
  readonly timeout?: DurationText;
  /** Bad answers in a row that count. Default: as many as fit into `startupTimeout` for startup, 2 for readiness, 6 for liveness; a worker's startup has 6 too. */
  readonly failureThreshold?: number;
}

/** What tells how a process feels, each a path or a probe. Of a web process a single text stands for all three; a worker is asked only what is written. */
export interface HealthSpec {
  /** Whether the start is over; nothing else is asked before. Default: what `readiness` asks. */
  readonly startup?: string | ProbeSpec;
  /** Whether it may get traffic. Default: the port is tried. */
  readonly readiness?: string | ProbeSpec;
  /** Whether it must be restarted; `false` switches the probe off. Default: the port is tried; no probe behind a `proxy`. */
  readonly liveness?: string | ProbeSpec | false;
}

/** A process that answers requests. */
export interface WebSpec extends ProcessSpec {
  /** What answers, e.g. `gunicorn({ app: 'shop.wsgi:application' })`: command, workers, drain and keep-alive follow. */
  readonly server: Server;
  /** A proxy in the pod, between `port` and the server, e.g. `nginx()`. Default: none. */
  readonly proxy?: Proxy;
  /** Container port, 1024–65535 for an unprivileged process. Default: 8000. */
  readonly port?: number;
  /** What is spoken; `websocket` and `sse` are streams that cannot be drained by waiting. Default: `http`. */
  readonly protocol?: 'http' | 'grpc' | 'websocket' | 'sse';
  /** A cheap path that answers 200, or each probe on its own. Default: none; probes only try the port, and a note says so (SW2157). */
  readonly health?: string | HealthSpec;
  /** How long the start of a pod may take until it must answer. Default: 60 s. */
  readonly startupTimeout?: DurationText;
  /** Longest time a request may take as seen by a client. Default: 30 s. Timeouts, drain and termination grace follow from it. */
  readonly requestTimeout?: DurationText;
  /** How many pods. Default: 2. */
  readonly scale?: ScaleSpec | number;
  /** How new versions replace old ones. Default: that of the service. */
  readonly rollout?: Rollout;
  /** Number or share of pods that may be missing in a voluntary disruption; `none` writes no budget. Default: 1, and no budget for fewer than two pods. */
  readonly maxUnavailable?: number | string | 'none';
  /** Exceptions from the chain of stopping. Default: all of it is derived. */
  readonly lifecycle?: LifecycleSpec;
  /** Where metrics are served. Default: what the server says of itself. */
  readonly metrics?: MetricsSpec;
  /** An exposure of this process alone, beside the service's. Default: none. */
  readonly expose?: Exposure;
}

/** Exceptions from the derived chain of stopping; each is checked against the others. */
export interface LifecycleSpec {
  /** Pause between leaving the endpoints and SIGTERM. Default: from the exposure. */
  readonly preStop?: DurationText;
  /** Time in-flight requests get after SIGTERM. Default: the request timeout. */
  readonly gracefulTimeout?: DurationText;
  /** Time from the begin of stopping to SIGKILL. Default: preStop + graceful + what the server adds + 5 s of slack. */
  readonly terminationGracePeriod?: DurationText;
  /** How the pause is made when `lifecycle.preStop.sleep` is not available (Kubernetes before 1.30). Default: `sleep`. */
  readonly preStopCommand?: 'sleep' | 'python';
}

/** Where Prometheus metrics are served. */
export interface MetricsSpec {
  /** For readers of the description: no object says it, so a scraper has to be told. Default: none. */
  readonly path?: string;
  /** Port of the container; pods of the namespace of Prometheus are let in. Default: that of the server, if it serves any. */
  readonly port?: number;
}

/** A process that takes work from a queue. */
export interface WorkerSpec extends ProcessSpec {
  /** One word each, e.g. `['celery', '-A', 'shop', 'worker']`. */
  readonly command: readonly string[];
  /** How many pods. Default: 1. */
  readonly scale?: ScaleSpec | number;
  /** How new versions replace old ones. Default: that of the service; `rolling()` where that directs traffic. */
  readonly rollout?: Rollout;
  /** Longest time a unit of work may take: the pod is given that long to finish. Default: 60 s. */
  readonly taskTimeout?: DurationText;
  /** Units of work a pod handles at once, each with a connection of its own; counts towards connection budgets. Default: what a Celery command says (`--concurrency=4`), else 1. */
  readonly concurrency?: number;
  /** Probes. Default: none; a worker answers nobody. */
  readonly health?: HealthSpec;
  /** Number or share of pods that may be missing in a voluntary disruption; `none` writes no budget. Default: 1, and no budget for fewer than two pods. */
  readonly maxUnavailable?: number | string | 'none';
  /** Where metrics are served. Default: nowhere. */
  readonly metrics?: MetricsSpec;
}
