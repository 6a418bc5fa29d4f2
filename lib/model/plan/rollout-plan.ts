/** The mechanisms by which a new version replaces an old one; a new strategy normally needs none beside these. */

import type { ImageSpec } from '../spec/image-spec.ts';

/** How versions change. */
export type RolloutPlan =
  RollingUpdatePlan | RecreatePlan | ParallelStacksPlan | WeightedTrafficPlan;

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
  /** Fewest pods of the canary; 0 while there is none. */
  readonly canaryMinReplicas: number;
  readonly within: RollingUpdatePlan;
}
