/** rollouts › rolling: pods are replaced in place, new ones first; resolve turns the plan into a Deployment's strategy. */

import type { Rollout } from '../../model/rollout.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { rollingFindings } from '../rolling-findings.ts';
import {
  type RollingOptions,
  minReadyBecause,
  rollingProblems,
  rollingShape,
  rollingUpdatePlan,
} from '../rolling-update.ts';

/**
 * Replaces pods a few at a time, starting new ones before old ones stop. Raises SW2070 to SW2072, see README.md.
 * @example rolling({ maxSurge: 1 })
 */
export function rolling(options: RollingOptions = {}): Rollout<'rolling', RollingOptions> {
  return {
    family: 'rollout',
    kind: 'rolling',
    options,
    with: remake(rolling),
    check: () => {
      const problems = checkShape(rollingShape, options);
      return problems.length > 0 ? problems : rollingProblems(options);
    },
    facts: (input) => ({
      title: 'rolling update',
      plan: rollingUpdatePlan(options, input),
      because: minReadyBecause(options, input),
      findings: rollingFindings(options, input, `${input.process}.rollout`),
    }),
  };
}
