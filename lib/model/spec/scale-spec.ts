/** What an author can say of the number of pods of a process, and of what it follows. */

import type { Trigger } from '../trigger.ts';
import type { DurationText, QuantityText } from './amounts.ts';

/** How many pods: between `min` and `max` by metrics. A plain number is a fixed count. */
export interface ScaleSpec {
  /** Default: 2 for web, 1 for workers. */
  readonly min?: number;
  readonly max?: number;
  /** Target CPU utilisation in percent of the request. */
  readonly cpu?: number;
  /** Target memory utilisation in percent of the request. */
  readonly memory?: number;
  readonly metrics?: readonly ScaleMetric[];
  readonly behavior?: ScaleBehavior;
  /** What is measured outside the pods, by name: KEDA scales then, and `cpu` and `memory` become triggers too. */
  readonly triggers?: Readonly<Record<string, Trigger>>;
  /** Pods while no trigger is active, below `min`; KEDA knows 0 only. Default: `min`. */
  readonly idle?: 0;
  /** How often triggers are asked while there are no pods. Default: KEDA's 30 s. */
  readonly pollingInterval?: DurationText;
  /** Time without an active trigger before the last pod goes. Default: KEDA's 5 min. */
  readonly cooldownPeriod?: DurationText;
  /** The same, right after the autoscaler was made. Default: none. */
  readonly initialCooldownPeriod?: DurationText;
  /** How many pods while a trigger cannot be asked. Default: as many as there are. */
  readonly fallback?: ScaleFallback;
  /** One number made of all triggers, by their names. */
  readonly formula?: ScaleFormula;
  /** Go back to the number of pods there was before, when the autoscaler is removed. Default: false. */
  readonly restoreToOriginalReplicaCount?: boolean;
}

/** What happens while a trigger cannot be asked, in KEDA's terms. */
export interface ScaleFallback {
  /** Failures in a row. */
  readonly failureThreshold: number;
  readonly replicas: number;
  /** Default: `static`, exactly `replicas`. */
  readonly behavior?:
    'static' | 'currentReplicas' | 'currentReplicasIfHigher' | 'currentReplicasIfLower';
}

/** A number made of several triggers, in KEDA's terms. */
export interface ScaleFormula {
  /** An expression over names of triggers, e.g. `max(mail, reports)`. @see https://keda.sh/docs/latest/concepts/scaling-deployments/#scaling-modifiers */
  readonly formula: string;
  /** Of that number, for each pod. */
  readonly target: number;
  /** More than this starts the first pod. Default: 0. */
  readonly activationTarget?: number;
}

/** A metric an autoscaler follows, in the kinds of autoscaling/v2. */
export type ScaleMetric =
  | {
      readonly type: 'ContainerResource';
      readonly container: string;
      readonly resource: 'cpu' | 'memory';
      readonly utilization: number;
    }
  | {
      readonly type: 'Pods';
      readonly metric: string;
      readonly average: QuantityText;
      readonly selector?: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'Object';
      readonly metric: string;
      readonly object: {
        readonly apiVersion: string;
        readonly kind: string;
        readonly name: string;
      };
      readonly value?: QuantityText;
      readonly average?: QuantityText;
      readonly selector?: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'External';
      readonly metric: string;
      readonly value?: QuantityText;
      readonly average?: QuantityText;
      readonly selector?: Readonly<Record<string, string>>;
    };

/** The pace of scaling, in the terms of autoscaling/v2. */
export interface ScaleBehavior {
  readonly scaleUp?: ScalePace;
  readonly scaleDown?: ScalePace;
}

/** One direction of the pace. */
export interface ScalePace {
  readonly stabilizationWindow?: DurationText;
  readonly selectPolicy?: 'Max' | 'Min' | 'Disabled';
  readonly policies?: readonly {
    readonly type: 'Pods' | 'Percent';
    readonly value: number;
    readonly period: DurationText;
  }[];
  /** Needs Kubernetes 1.35. */
  readonly tolerance?: QuantityText;
}
