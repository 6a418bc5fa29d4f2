/** The contract of triggers: what an event-driven autoscaler watches from outside the pods, in the words of KEDA. */

import type { Finding } from './finding.ts';
import type { NeedFacts } from './need.ts';
import type { Variant } from './variant.ts';

/** What a trigger may read of the service it belongs to. */
export interface TriggerInput {
  /** Path of the trigger in the description, e.g. `workers.mail.scale.triggers.queue`. */
  readonly path: string;
  /** What the service needs, by name. */
  readonly needs: Readonly<Record<string, NeedFacts & { readonly kind: string }>>;
  /** Bounds of the number of pods; `min` is 0 as well where the idle number is. */
  readonly min: number;
  readonly max: number;
}

/** A trigger as KEDA reads it. */
export interface TriggerFacts {
  /** KEDA's name of the scaler, e.g. `rabbitmq`. */
  readonly type: string;
  /** Every value is text. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly metricType?: 'AverageValue' | 'Value';
  /** Parameters that are read from Secrets. */
  readonly secrets?: readonly {
    readonly parameter: string;
    readonly secret: string;
    readonly key: string;
  }[];
  /** Parameters that are read from variables of the pods. */
  readonly variables?: readonly { readonly parameter: string; readonly variable: string }[];
  /** Whose cloud identity is used: that of the pods' ServiceAccount, or the operator's own. */
  readonly identity?: { readonly provider: 'aws'; readonly owner: 'workload' | 'keda' };
  readonly findings: readonly Finding[];
}

/** A trigger with its options. @see https://keda.sh/docs/latest/scalers/ */
export interface Trigger<Kind extends string = string, Options = object> extends Variant<
  'trigger',
  Kind,
  Options
> {
  facts(input: TriggerInput): TriggerFacts;
}
