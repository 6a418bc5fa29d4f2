/** The contract of needs: what a service depends on, as variables, network holes and connection budgets. */

import type { ConfigValue } from './spec/values.ts';
import type { NetworkPeerPlan } from './plan/network-plan.ts';
import type { Variant } from './variant.ts';

/** What one has to know of a dependency to connect to it, by meaning rather than by the name of a variable. */
export type NeedPart =
  | 'url'
  | 'host'
  | 'port'
  | 'user'
  | 'password'
  | 'database'
  | 'virtualHost'
  | 'bootstrapServers'
  | 'saslMechanism'
  | 'tls'
  | 'bucket'
  | 'endpoint'
  | 'region'
  | 'accessKey'
  | 'secretKey'
  | 'apiKey'
  | 'sender';

/** A part with its value, and the variable that holds it, if one does. */
export interface NeedPartFact {
  readonly value: ConfigValue;
  readonly variable?: string;
}

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
  readonly connections?: {
    readonly max: number;
    readonly perThread: number;
    /** Whose default `max` is, where nobody said it, e.g. `PostgreSQL's default`. */
    readonly assumed?: string;
  };
  /**
   * How else than through its variables it is reached: read by whoever connects beside the pods, as an autoscaler does, and
   * by whoever makes the dependency and has to know which Secret holds what.
   */
  readonly parts?: Readonly<Partial<Record<NeedPart, NeedPartFact>>>;
  /** Pods start once this command of their image succeeds, e.g. one that asks the dependency. */
  readonly startup?: { readonly command: readonly string[] };
  /** How pods prove who they are to it without a credential of their own. */
  readonly identity?: 'irsa' | 'podIdentity';
}

/** A dependency with its options. */
export interface Need<Kind extends string = string, Options = object> extends Variant<
  'need',
  Kind,
  Options
> {
  facts(name: string): NeedFacts;
}
