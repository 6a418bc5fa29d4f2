/** rollouts: what is wrong with shares that a canary goes through, whoever moves them. */

import type { OptionProblem } from '../model/variant.ts';

/** Complaints about no steps, and about steps that do not rise. */
export function stepsProblems(steps: readonly number[], path: string): readonly OptionProblem[] {
  if (steps.length === 0) {
    return [
      {
        path,
        message: 'There is no step: the canary would never get a request.',
        fix: 'Give at least one share in percent, e.g. `[10, 50]`.',
      },
    ];
  }
  return steps.flatMap((share, index) => {
    const before = steps[index - 1];
    if (before === undefined || share > before) return [];
    return [
      {
        path: `${path}.${index}`,
        message: `Step ${index + 1} (${share} %) is not above step ${index} (${before} %).`,
        fix: `Write shares that rise, e.g. \`[${[...new Set(steps)].toSorted((a, b) => a - b).join(', ')}]\`; going back is no step.`,
      },
    ];
  });
}
