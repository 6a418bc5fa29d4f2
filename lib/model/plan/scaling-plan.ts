/** How many pods, and who decides. */

/** The number of pods of one stack. */
export type ScalingPlan =
  | { readonly kind: 'fixed'; readonly replicas: number }
  | HorizontalScalingPlan
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

/** How many pods may be missing in voluntary disruptions; absent budgets say why. */
export type DisruptionPlan =
  | { readonly kind: 'budget'; readonly maxUnavailable: number | string }
  | { readonly kind: 'none'; readonly reason: string };
