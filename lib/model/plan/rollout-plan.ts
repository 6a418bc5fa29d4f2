/** The mechanisms by which a new version replaces an old one; a new strategy normally needs none beside these. */

import type { OptIn } from '../opt-in.ts';
import type { ImageSpec } from '../spec/image-spec.ts';
import type { CustomObjectPlan } from './exposure-plan.ts';

/** How versions change. */
export type RolloutPlan =
  | RollingUpdatePlan
  | RecreatePlan
  | StatefulPlan
  | ParallelStacksPlan
  | WeightedTrafficPlan
  | ControlledPlan;

/** Pods are replaced in place, a few at a time. */
export interface RollingUpdatePlan {
  readonly kind: 'rollingUpdate';
  readonly maxSurge: number | string;
  readonly maxUnavailable: number | string;
  /** Time a new pod must stay ready before it counts. */
  readonly minReadySeconds: number;
  readonly progressDeadlineSeconds: number;
  readonly revisionHistoryLimit: number;
}

/** All old pods stop before a new one starts: an outage by choice. */
export interface RecreatePlan {
  readonly kind: 'recreate';
  readonly progressDeadlineSeconds: number;
  readonly revisionHistoryLimit: number;
}

/** Pods keep their names and volumes, and are replaced in place, the highest number first. */
export interface StatefulPlan {
  readonly kind: 'stateful';
  readonly podManagement: 'Parallel' | 'OrderedReady';
  /** Pods with a lower number keep the old version. */
  readonly partition: number;
  /** Pods replaced at once; absent: one. */
  readonly maxUnavailable?: number | string;
  readonly firstOrdinal: number;
  readonly minReadySeconds: number;
  readonly revisionHistoryLimit: number;
  /** What becomes of the claims of pods that are gone for good. */
  readonly claims: {
    readonly whenDeleted: 'Retain' | 'Delete';
    readonly whenScaled: 'Retain' | 'Delete';
  };
  /** Headless Service that gives the pods their names, and the name it has in the cluster. */
  readonly serviceName: string;
  readonly domain: string;
  /** Ports on which the pods speak to one another. */
  readonly peers: readonly { readonly name: string; readonly port: number }[];
  /** Variables that tell a pod who it is. */
  readonly variables: {
    readonly name?: string;
    readonly ordinal?: string;
    readonly domain?: string;
  };
}

/** Phases of a blue/green change; each is one commit. */
export type BlueGreenPhase = 'stable' | 'stage' | 'warm' | 'promote' | 'hold' | 'retire';

/** Two whole stacks side by side; a selector says which one serves. */
export interface ParallelStacksPlan {
  readonly kind: 'parallelStacks';
  /** Slot that serves. */
  readonly active: string;
  /** Slot reachable as preview; absent while it is idle. */
  readonly preview?: string;
  readonly phase: BlueGreenPhase;
  readonly slots: Readonly<Record<string, SlotPlan>>;
  /** How each slot itself rolls when its image changes. */
  readonly within: RollingUpdatePlan;
}

/** One of two stacks. */
export interface SlotPlan {
  readonly image: ImageSpec;
  /** `idle`: no pods and no autoscaler. */
  readonly state: 'serving' | 'preview' | 'warm' | 'idle';
  /** Fewest pods while not idle. */
  readonly minReplicas: number;
}

/** Two stacks, `stable` and `canary`, share the traffic by weight. */
export interface WeightedTrafficPlan {
  readonly kind: 'weightedTraffic';
  readonly stable: ImageSpec;
  /** Version that is tried out; absent while nothing is. */
  readonly canary?: ImageSpec;
  /** Share of the canary now, in percent. */
  readonly weight: number;
  /** Shares to go through, in percent, rising. */
  readonly steps: readonly number[];
  /** Step that is reached, from 1; 0 before the first. */
  readonly step: number;
  /** Who gets the canary by asking; absent while there is none. */
  readonly optIn?: OptIn;
  /** Fewest pods of the canary; 0 while there is none. */
  readonly canaryMinReplicas: number;
  readonly within: RollingUpdatePlan;
}

/** A controller in the cluster changes versions by itself: applied is what is wanted, and the way it is reached. */
export interface ControlledPlan {
  readonly kind: 'controlled';
  /** Human name of the controller, e.g. `Argo Rollouts`. */
  readonly controller: string;
  readonly workload: ControlledWorkloadPlan;
  /** Services that are applied; the controller makes those that are missing here. */
  readonly services: readonly ('main' | 'preview' | 'canary')[];
  readonly traffic: ControlledTrafficPlan;
  /** Objects that tell the controller what to do; where a Deployment runs the pods, the first says how a change stands. */
  readonly objects: readonly CustomObjectPlan[];
  readonly within: RollingUpdatePlan;
}

/** What runs the pods, and is scaled. */
export type ControlledWorkloadPlan =
  /** A Deployment; the controller tells its own copies by these labels. */
  | { readonly kind: 'deployment'; readonly labels: Readonly<Record<string, string>> }
  /** A kind of the controller in a Deployment's stead, with a strategy in its own shape. */
  | {
      readonly kind: 'custom';
      readonly apiVersion: string;
      readonly objectKind: string;
      readonly strategy: Readonly<Record<string, unknown>>;
      /** Further members of its spec. */
      readonly spec: Readonly<Record<string, unknown>>;
    };

/** How requests move to the new version. */
export type ControlledTrafficPlan =
  /** All at once, after a look at the new version; Flagger then replaces what serves, a few pods at a time. */
  | {
      readonly kind: 'switch';
      readonly previewReplicas?: number;
      /** How long the new version is looked at before the switch; absent: until somebody promotes it. */
      readonly promoteAfterSeconds?: number;
      /** How long the old version stays after the switch; absent: not at all. */
      readonly keepSeconds?: number;
      /** Who gets the new version meanwhile, by asking for it. */
      readonly optIn?: OptIn;
    }
  | {
      readonly kind: 'weights';
      /** Shares to go through, in percent, and how long each is held; without a time until somebody goes on. */
      readonly steps: readonly { readonly weight: number; readonly pauseSeconds?: number }[];
      /** What splits: the routes, or no more than the ratio of pods. */
      readonly by: 'routes' | 'pods';
      /** Who gets the new version at any share, by asking for it. */
      readonly optIn?: OptIn;
    };
