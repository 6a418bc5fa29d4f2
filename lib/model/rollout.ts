/** The contract of rollouts: many strategies compile to few mechanisms. */

import type { Finding } from './finding.ts';
import type { ImageSpec } from './spec/image-spec.ts';
import type { SteeredRoute } from './exposure.ts';
import type { ServiceObjectPlan } from './plan/process-plan.ts';
import type { RolloutPlan } from './plan/rollout-plan.ts';
import type { SlotState, StepState } from './release.ts';
import type { Variant } from './variant.ts';

/** What a rollout is told before it decides. */
export interface RolloutInput {
  /** Path of the process, e.g. `web`. */
  readonly process: string;
  readonly kind: 'web' | 'worker';
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly image: ImageSpec;
  /** Whether an exposure leads to the process. */
  readonly exposed: boolean;
  /** Prefix of the names of its objects, e.g. `shop-web`: the name of its Deployment and Service. */
  readonly objectName: string;
  readonly namespace: string;
  /** Port of its Services, for a controller that makes them itself. */
  readonly servicePort: ServiceObjectPlan['ports'][number];
  /** Whether an autoscaler decides the number of pods. */
  readonly autoscaled: boolean;
  /** Whether that autoscaler is a ScaledObject of KEDA. Default: false. */
  readonly eventDriven?: boolean;
  /** Routes to the process that a controller could steer; empty where there are none. */
  readonly routes: readonly SteeredRoute[];
  /** Longest start of a pod: waits before it, and the start-up budget. */
  readonly startupSeconds: number;
  /** Longest time until a pod that breaks right after a good answer is not ready any more; 0 where nobody asks. */
  readonly unreadySeconds: number;
}

/** What a rollout decides. */
export interface RolloutFacts {
  readonly title: string;
  readonly plan: RolloutPlan;
  /** Why values that nobody gave are what they are, by their path below the plan. */
  readonly because?: Readonly<
    Record<string, { readonly formula: string; readonly source?: string }>
  >;
  readonly findings: readonly Finding[];
}

/** A rollout strategy with its options. */
export interface Rollout<Kind extends string = string, Options = object> extends Variant<
  'rollout',
  Kind,
  Options
> {
  facts(input: RolloutInput): RolloutFacts;
  /** What a release decides, where versions stand side by side; absent where a release is an image alone. */
  readonly slots?: SlotControl;
  /** The same, where a new version gets a share of the requests that grows by steps. */
  readonly shares?: ShareControl;
}

/** How a release takes hold of a rollout with steps. */
export interface ShareControl {
  /** Percent of the requests at each step, from step 1 on. */
  readonly steps: readonly number[];
  /** The rollout in a released state; what else was said of it stays. */
  in(state: StepState): Rollout;
}

/** How a release takes hold of a rollout with slots. */
export interface SlotControl {
  readonly names: readonly string[];
  /** The rollout in a released state; what else was said of it stays. */
  in(state: SlotState): Rollout;
}
