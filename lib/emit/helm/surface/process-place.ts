/** emit › helm › process place: where a process stands among the values and in the description. */

import type { ProcessPlan } from '../../../model/plan/process-plan.ts';

/** A process among the values and in the description. */
export interface ProcessPlace {
  readonly name: string;
  /** Key among the values, e.g. `web`. */
  readonly key: string;
  /** Place in the description, e.g. `['workers', 'mail']`. */
  readonly at: readonly string[];
  readonly kind: ProcessPlan['kind'];
  /** Its number among the processes. */
  readonly order: number;
}
