/** rollouts › canary: how many pods a share of the requests needs. */

import type { RolloutInput } from '../../model/rollout.ts';
import type { CanaryOptions } from './options.ts';

/** Pods of the fewest that carry a share in percent: rounded up, at least one. */
export function podsFor(share: number, { minReplicas }: Pick<RolloutInput, 'minReplicas'>): number {
  return Math.max(1, Math.ceil((minReplicas * share) / 100));
}

/**
 * Fewest pods of the canary: enough for the step after the one that is reached, because a route changes at once and pods take
 * their time to start. After the last step it is the share of the last.
 */
export function canaryPods(
  { steps, step = 0 }: Pick<CanaryOptions, 'steps' | 'step'>,
  input: Pick<RolloutInput, 'minReplicas'>,
): number {
  return podsFor(steps[step] ?? steps.at(-1) ?? 0, input);
}
