/** emit › helm › parameters: one value of a chart, what it may be, and what it says in the description. */

import type { ServicePlan } from '../../model/plan/service-plan.ts';
import type { ServiceSpec } from '../../model/spec/service-spec.ts';
import type { Domain } from './domain.ts';
import type { ValuePath } from './tree/template.ts';

/** A service in one environment, as parameters read their defaults from it. */
export interface Described {
  readonly environment: string;
  readonly spec: ServiceSpec;
  readonly plan: ServicePlan;
}

/** A change of the description: the value at a path, or undefined to take it away. */
export interface Change {
  readonly at: readonly string[];
  readonly to: unknown;
}

/** One value of a chart. */
export interface Parameter {
  readonly path: ValuePath;
  readonly domain: Domain;
  readonly description: string;
  /** The author asked for it: without it there is no chart. */
  readonly declared?: true;
  /** Every value, a few, is tried with every one of the others that are enumerated: phases, slots, steps. */
  readonly enumerated?: true;
  /** Place in the description that it sets, for people. */
  readonly sets: string;
  /** What the description says now. */
  readonly read: (described: Described) => unknown;
  /** What the description says with another value; `get` looks other values up. */
  readonly write: (
    value: unknown,
    get: (path: ValuePath) => unknown,
    spec: ServiceSpec,
  ) => readonly Change[];
}
