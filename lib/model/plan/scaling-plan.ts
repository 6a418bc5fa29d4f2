/** How many pods, and who decides. */

import type { TriggerFacts } from '../trigger.ts';

/** The number of pods of one stack. */
export type ScalingPlan =
  | { readonly kind: 'fixed'; readonly replicas: number }
  | HorizontalScalingPlan
  | EventDrivenScalingPlan
  | { readonly kind: 'idle' };

/** A HorizontalPodAutoscaler (autoscaling/v2) decides between two bounds. */
export interface HorizontalScalingPlan {
  readonly kind: 'horizontal';
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Metric specs of autoscaling/v2, in the API's own shape. */
  readonly metrics: readonly Readonly<Record<string, unknown>>[];
  /** Behaviour of autoscaling/v2, in the API's own shape. */
  readonly behavior: Readonly<Record<string, unknown>>;
}

/** A ScaledObject (keda.sh/v1alpha1) decides, by what is measured outside the pods; its own HorizontalPodAutoscaler does the rest. */
export interface EventDrivenScalingPlan {
  readonly kind: 'eventDriven';
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Pods while no trigger is active, below `minReplicas`. */
  readonly idleReplicas?: number;
  readonly pollingIntervalSeconds?: number;
  /** Time without an active trigger before the last pod goes. */
  readonly cooldownPeriodSeconds?: number;
  readonly initialCooldownPeriodSeconds?: number;
  readonly triggers: readonly TriggerPlan[];
  readonly fallback?: {
    readonly failureThreshold: number;
    readonly replicas: number;
    readonly behavior?: string;
  };
  /** One number made of all triggers. */
  readonly formula?: {
    readonly formula: string;
    readonly target: string;
    readonly activationTarget?: string;
  };
  readonly restoreToOriginalReplicaCount?: boolean;
  /** Behaviour of autoscaling/v2, in the API's own shape. */
  readonly behavior: Readonly<Record<string, unknown>>;
  /** Container whose variables triggers refer to; absent where none does. */
  readonly variablesOf?: string;
}

/** One trigger of a ScaledObject. */
export interface TriggerPlan {
  readonly name: string;
  /** KEDA's name of the scaler, e.g. `rabbitmq`. */
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly metricType?: 'AverageValue' | 'Value' | 'Utilization';
  readonly authentication?: TriggerAuthenticationPlan;
}

/** A TriggerAuthentication (keda.sh/v1alpha1). */
export interface TriggerAuthenticationPlan {
  readonly name: string;
  readonly secrets: NonNullable<TriggerFacts['secrets']>;
  readonly variables: NonNullable<TriggerFacts['variables']>;
  readonly identity?: NonNullable<TriggerFacts['identity']>;
}

/** How many pods may be missing in voluntary disruptions; absent budgets say why. */
export type DisruptionPlan =
  | { readonly kind: 'budget'; readonly maxUnavailable: number | string }
  | { readonly kind: 'none'; readonly reason: string };
