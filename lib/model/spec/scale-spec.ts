/** What an author can say of the number of pods of a process, and of what it follows. */

import type { Trigger } from '../trigger.ts';
import type { DurationText, QuantityText } from './amounts.ts';

/** How many pods: between `min` and `max` by metrics. A plain number is a fixed count. */
export interface ScaleSpec {
  /** Fewest pods. Default: 2 for web, 1 for workers. */
  readonly min?: number;
  /** Needed with anything that says when. Default: `min`. */
  readonly max?: number;
  /** Target CPU utilisation in percent of the request. Default: not looked at. */
  readonly cpu?: number;
  /** Target memory utilisation in percent of the request. Default: not looked at. */
  readonly memory?: number;
  /** Other metrics, in the kinds of autoscaling/v2. Default: none. */
  readonly metrics?: readonly ScaleMetric[];
  /** The pace of scaling. Default: Kubernetes' own upwards; at most 25 % a minute downwards, after 5 min. */
  readonly behavior?: ScaleBehavior;
  /** What is measured outside the pods, by name: KEDA scales then, and `cpu` and `memory` become triggers too. Default: none. */
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
  /** One number made of all triggers, by their names. Default: the largest answer of all triggers counts. */
  readonly formula?: ScaleFormula;
  /** Go back to the number of pods there was before, when the autoscaler is removed. Default: false. */
  readonly restoreToOriginalReplicaCount?: boolean;
}

/** What happens while a trigger cannot be asked, in KEDA's terms. */
export interface ScaleFallback {
  /** Failures in a row. */
  readonly failureThreshold: number;
  /** How many pods then. */
  readonly replicas: number;
  /** What `replicas` means beside the pods there are. Default: `static`, exactly `replicas`. */
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
  /** Use of CPU or memory by one container, in percent of its request. */
  | {
      readonly type: 'ContainerResource';
      readonly container: string;
      readonly resource: 'cpu' | 'memory';
      readonly utilization: number;
    }
  /** A metric of the pods themselves, its average over them. */
  | {
      readonly type: 'Pods';
      readonly metric: string;
      readonly average: QuantityText;
      readonly selector?: Readonly<Record<string, string>>;
    }
  /** A metric of another object, such as a route: `value` as it is, `average` divided by the number of pods. */
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
  /** A metric from outside the cluster: `value` as it is, `average` divided by the number of pods. */
  | {
      readonly type: 'External';
      readonly metric: string;
      readonly value?: QuantityText;
      readonly average?: QuantityText;
      readonly selector?: Readonly<Record<string, string>>;
    };

/** The pace of scaling, in the terms of autoscaling/v2. */
export interface ScaleBehavior {
  /** When pods are added. Default: Kubernetes' own pace. */
  readonly scaleUp?: ScalePace;
  /** When pods are taken away. Default: at most 25 % a minute, after 5 min. */
  readonly scaleDown?: ScalePace;
}

/** One direction of the pace. */
export interface ScalePace {
  /** How far back the autoscaler looks before it changes its mind. Default: Kubernetes' own: 0 s upwards, 5 min downwards. */
  readonly stabilizationWindow?: DurationText;
  /** Which of several policies counts; `Disabled` never scales this way. Default: Kubernetes' `Max`. */
  readonly selectPolicy?: 'Max' | 'Min' | 'Disabled';
  /** So many pods, or so many percent, in each period. Default: Kubernetes' own. */
  readonly policies?: readonly {
    readonly type: 'Pods' | 'Percent';
    readonly value: number;
    readonly period: DurationText;
  }[];
  /** Share of the target that a metric may be off before anything happens, e.g. `0.05`. Needs Kubernetes 1.35. Default: Kubernetes' 0.1. */
  readonly tolerance?: QuantityText;
}
