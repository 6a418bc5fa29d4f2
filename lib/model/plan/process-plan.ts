/** A process with everything decided, still in the words of services rather than of objects. */

import type { ImagePlan } from './image-plan.ts';
import type {
  ContainerPlan,
  LifecyclePlan,
  PlacementPlan,
  ProbesPlan,
  SecurityPlan,
} from './container-plan.ts';
import type { RolloutPlan } from './rollout-plan.ts';
import type { DisruptionPlan, ScalingPlan } from './scaling-plan.ts';
import type { ServerPlan } from './server-plan.ts';

/** Any process of a service. */
export type ProcessPlan = RunningProcessPlan | CronPlan | TaskPlan | MigrationPlan;

/** What all processes have. */
export interface ProcessBase {
  /** Name in the description, e.g. `web` or `mail`. */
  readonly name: string;
  /** Prefix of the names of its objects, e.g. `shop-web`. */
  readonly objectName: string;
  /** Labels that tell its pods from all others; immutable once deployed. */
  readonly selector: Readonly<Record<string, string>>;
  readonly container: ContainerPlan;
  readonly security: SecurityPlan;
  readonly placement: PlacementPlan;
}

/** A process that runs until it is replaced. */
export interface RunningProcessPlan extends ProcessBase {
  readonly kind: 'web' | 'worker';
  /** Annotations of what runs the pods, for controllers that watch it; absent: none. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly requestTimeoutSeconds?: number;
  /** Units of work that a pod of a worker takes at once; absent for web processes. */
  readonly concurrency?: number;
  readonly server?: ServerPlan;
  readonly probes: ProbesPlan;
  readonly lifecycle: LifecyclePlan;
  readonly scaling: ScalingPlan;
  readonly disruption: DisruptionPlan;
  readonly rollout: RolloutPlan;
  /** One for updates in place, two for parallel versions. */
  readonly stacks: readonly StackPlan[];
  readonly services: readonly ServiceObjectPlan[];
}

/** A Deployment with its own autoscaler, budget and files. */
export interface StackPlan {
  /** Empty when there is only one; else the slot, e.g. `blue`. */
  readonly slot: string;
  readonly objectName: string;
  readonly selector: Readonly<Record<string, string>>;
  /** Labels of the pods its budget protects, where copies that a controller makes are meant as well; absent: its selector. */
  readonly protects?: Readonly<Record<string, string>>;
  readonly image: ImagePlan;
  readonly scaling: ScalingPlan;
  readonly disruption: DisruptionPlan;
}

/** A Service and the pods it leads to. */
export interface ServiceObjectPlan {
  readonly name: string;
  /** `pods`: headless, a name for each pod. */
  readonly role: 'main' | 'preview' | 'stable' | 'canary' | 'pods';
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly {
    readonly name: string;
    readonly port: number;
    readonly targetPort: string | number;
    readonly appProtocol?: string;
  }[];
}

/** What ends by itself: shared by cron jobs, tasks and the migration. */
export interface RunToEndBase extends ProcessBase {
  readonly image: ImagePlan;
  readonly deadlineSeconds: number;
  readonly retries: number;
  readonly terminationGracePeriodSeconds: number;
}

/** A command on a schedule. */
export interface CronPlan extends RunToEndBase {
  readonly kind: 'cron';
  readonly schedule: string;
  readonly timeZone: string;
  readonly concurrency: 'Allow' | 'Forbid' | 'Replace';
  readonly startingDeadlineSeconds: number;
  readonly successfulHistory: number;
  readonly failedHistory: number;
  readonly suspend: boolean;
}

/** A command run by hand: a suspended CronJob. */
export interface TaskPlan extends RunToEndBase {
  readonly kind: 'task';
}

/** The command that must have run before new code serves. */
export interface MigrationPlan extends RunToEndBase {
  readonly kind: 'migration';
  readonly check?: readonly string[];
}
