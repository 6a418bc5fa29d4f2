/** kubernetes › ids: how objects of one of several parallel stacks are told apart. */

import type { RunningProcessPlan, StackPlan } from '../model/plan/process-plan.ts';

/** `web/deployment`, or `web/blue/deployment` where versions run in parallel. */
export function stackId(
  process: RunningProcessPlan,
  { slot }: StackPlan,
  kind: string,
): readonly string[] {
  return slot === '' ? [process.name, kind] : [process.name, slot, kind];
}
