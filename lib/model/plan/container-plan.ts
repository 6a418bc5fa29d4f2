/** A container and the pod around it, with every value decided. */

import type { ImagePlan } from './image-plan.ts';
import type { PodVolumePlan } from './volume-plan.ts';

/** One environment variable. */
export type EnvVarPlan =
  | { readonly name: string; readonly kind: 'value'; readonly value: string }
  | {
      readonly name: string;
      readonly kind: 'secret';
      readonly secret: string;
      readonly key: string;
      readonly optional: boolean;
    }
  | { readonly name: string; readonly kind: 'field'; readonly field: string };

/** A directory the container may write to. */
export interface WritablePathPlan {
  readonly path: string;
  readonly medium: 'disk' | 'memory';
  /** Quantity, e.g. `64Mi`. */
  readonly sizeLimit: string;
}

/** A file mounted read-only. */
export type FilePlan =
  | { readonly path: string; readonly kind: 'text'; readonly text: string }
  | {
      readonly path: string;
      readonly kind: 'secret';
      readonly secret: string;
      readonly key: string;
    }
  /** A file of what a driver mounts. */
  | {
      readonly path: string;
      readonly kind: 'class';
      readonly class: string;
      readonly file: string;
    };

/** What the Secrets Store CSI driver mounts as a directory. */
export interface MountedClassPlan {
  /** Name of its SecretProviderClass. */
  readonly name: string;
  readonly path: string;
}

/** Amounts in canonical Kubernetes quantities. */
export interface AmountsPlan {
  readonly cpu?: string;
  readonly memory?: string;
  readonly ephemeralStorage?: string;
}

/** Requests and limits. */
export interface ResourcesPlan {
  readonly requests: AmountsPlan;
  readonly limits: AmountsPlan;
}

/** A probe with all its numbers. */
export interface ProbePlan {
  readonly check:
    | {
        readonly kind: 'http';
        readonly path: string;
        /** Absent: the container's own port of the name `http`. */
        readonly port?: number | string;
        readonly headers: readonly { readonly name: string; readonly value: string }[];
      }
    | {
        readonly kind: 'tcp';
        /** Absent: the container's own port of the name `http`. */
        readonly port?: number | string;
      }
    | { readonly kind: 'grpc'; readonly port: number }
    | { readonly kind: 'exec'; readonly command: readonly string[] };
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

/** The probes of a container; absent ones are not written. */
export interface ProbesPlan {
  readonly startup?: ProbePlan;
  readonly readiness?: ProbePlan;
  readonly liveness?: ProbePlan;
}

/** The chain from the first sign of stopping to SIGKILL. */
export interface LifecyclePlan {
  /** Pause before SIGTERM; 0 writes no hook. */
  readonly preStopSeconds: number;
  /** How the pause is made. */
  readonly preStop: 'none' | 'sleepAction' | 'sleepCommand' | 'pythonCommand';
  readonly gracefulTimeoutSeconds: number;
  /** Longest time from SIGTERM to the end of the process. */
  readonly drainSeconds: number;
  readonly slackSeconds: number;
  readonly terminationGracePeriodSeconds: number;
}

/** How a container is confined. */
export interface SecurityPlan {
  readonly runAsUser: number;
  readonly runAsGroup: number;
  readonly fsGroup: number;
  readonly readOnlyRootFilesystem: boolean;
  readonly hostUsers?: boolean;
}

/** Where pods run. */
export interface PlacementPlan {
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Readonly<Record<string, string | number>>[];
  readonly affinity?: Readonly<Record<string, unknown>>;
  readonly priorityClassName?: string;
  readonly spread: readonly SpreadPlan[];
  /** Nodes may vanish with short notice. */
  readonly spot: boolean;
}

/** One topology spread constraint. */
export interface SpreadPlan {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly whenUnsatisfiable: 'ScheduleAnyway' | 'DoNotSchedule';
  readonly matchLabelKeys: readonly string[];
}

/** A wait before the main container starts. */
export interface GatePlan {
  readonly name: string;
  readonly command: readonly string[];
  /** Shared directories it sees besides the main container's own. */
  readonly mounts?: readonly SharedMountPlan[];
  /** False: it is told no variable, and so no secret. Default: it has all of the main container. */
  readonly variables?: false;
}

/** A directory that containers of one pod share; as short-lived as the pod. */
export interface SharedDirectoryPlan {
  /** Name of its volume. */
  readonly name: string;
  /** Quantity, e.g. `64Mi`. */
  readonly sizeLimit: string;
}

/** Where a container sees a shared directory. */
export interface SharedMountPlan {
  readonly directory: string;
  readonly path: string;
  readonly readOnly: boolean;
}

/** A container that starts before the main one and ends after it. @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/ */
export interface SidecarPlan {
  readonly name: string;
  readonly image: ImagePlan;
  readonly command: readonly string[];
  readonly files: readonly FilePlan[];
  readonly writable: readonly WritablePathPlan[];
  readonly mounts: readonly SharedMountPlan[];
  /** Volumes of the pod that it sees; absent: none. */
  readonly volumes?: readonly PodVolumePlan[];
  readonly ports: readonly { readonly name: string; readonly port: number }[];
  readonly resources: ResourcesPlan;
  readonly probes: ProbesPlan;
  /** Command of its hook before it is stopped; the hook runs at the same time as that of the main container. */
  readonly preStop: readonly string[];
}

/** The main container of a process and what its pod needs. */
export interface ContainerPlan {
  readonly name: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly workingDirectory?: string;
  readonly env: readonly EnvVarPlan[];
  readonly files: readonly FilePlan[];
  readonly writable: readonly WritablePathPlan[];
  readonly ports: readonly { readonly name: string; readonly port: number }[];
  readonly resources: ResourcesPlan;
  readonly gates: readonly GatePlan[];
  /** Absent: none. */
  readonly sidecars?: readonly SidecarPlan[];
  /** Directories the containers of the pod share; absent: none. */
  readonly shared?: readonly SharedDirectoryPlan[];
  /** Where the main container sees them; absent: nowhere. */
  readonly mounts?: readonly SharedMountPlan[];
  /** Volumes of the service that the pod has; absent: none. */
  readonly volumes?: readonly PodVolumePlan[];
  /** Directories of secrets that a driver mounts; absent: none. */
  readonly classes?: readonly MountedClassPlan[];
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podAnnotations: Readonly<Record<string, string>>;
}
