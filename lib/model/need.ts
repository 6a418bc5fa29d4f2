/** The contract of needs: what a service depends on, as variables, network holes and connection budgets. */

import type { ConfigValue } from './spec/values.ts';
import type { NetworkPeerPlan } from './plan/network-plan.ts';
import type { Variant } from './variant.ts';

/** What a dependency asks of the service. */
export interface NeedFacts {
  readonly title: string;
  /** Variables it fills in every process. */
  readonly variables: Readonly<Record<string, ConfigValue>>;
  /** Connections the service opens to it. */
  readonly egress: readonly {
    readonly to: readonly NetworkPeerPlan[];
    readonly port: number;
    readonly protocol: 'TCP' | 'UDP';
  }[];
  /** Most connections it accepts, and how many a worker thread may hold. */
  readonly connections?: { readonly max: number; readonly perThread: number };
}

/** A dependency with its options. */
export interface Need<Kind extends string = string, Options = object> extends Variant<
  'need',
  Kind,
  Options
> {
  facts(name: string): NeedFacts;
}
