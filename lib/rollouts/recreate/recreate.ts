/** rollouts › recreate: every old pod stops before a new one starts; resolve turns the plan into a Deployment's strategy. */

import * as v from 'valibot';
import type { Finding } from '../../model/finding.ts';
import type { Rollout, RolloutInput } from '../../model/rollout.ts';
import { checkShape, remake } from '../../model/shape.ts';
import type { DurationText } from '../../model/spec/amounts.ts';
import {
  REVISION_HISTORY_LIMIT,
  historyEntries,
  leastDeadline,
  secondsOf,
} from '../rolling-update.ts';

/** Options of an update that accepts an outage. */
export interface RecreateOptions {
  /** Time without progress after which the update is called failed. Default: 600 s, more if a pod starts slowly. */
  readonly progressDeadline?: DurationText;
  /** Old ReplicaSets kept for a way back. Default: 10. */
  readonly revisionHistoryLimit?: number;
}

const shape = v.strictObject(historyEntries);

/**
 * Stops the old version before the new one starts: for what must never run twice. Raises SW2080 and SW2081, see README.md.
 * @example recreate()
 */
export function recreate(options: RecreateOptions = {}): Rollout<'recreate', RecreateOptions> {
  return {
    family: 'rollout',
    kind: 'recreate',
    options,
    with: remake(recreate),
    check: () => checkShape(shape, options),
    facts: (input) => ({
      title: 'recreate',
      plan: {
        kind: 'recreate',
        progressDeadlineSeconds:
          secondsOf(options.progressDeadline) ?? leastDeadline(0, input.startupSeconds),
        revisionHistoryLimit: options.revisionHistoryLimit ?? REVISION_HISTORY_LIMIT,
      },
      findings: findingsOf(input),
    }),
  };
}

function findingsOf(input: RolloutInput): readonly Finding[] {
  const path = `${input.process}.rollout`;
  return [
    ...(input.kind === 'web'
      ? [
          {
            code: 'SW2080',
            name: 'recreate-outage',
            severity: 'warning',
            path,
            message: 'Nobody answers from the stop of the old version until the new one is ready.',
            because: `Each update is an outage of up to the start of a pod, here ${input.startupSeconds} s and the pull of the image.`,
            fix: 'Use `rolling()`, unless two versions must never run side by side.',
          } as const,
        ]
      : []),
    ...(input.maxReplicas > 1
      ? [
          {
            code: 'SW2081',
            name: 'recreate-several',
            severity: 'warning',
            path,
            message: `All of up to ${input.maxReplicas} pods stop at once.`,
            because:
              'Recreate is for a process that must run once only; with several pods it buys nothing.',
            fix: 'Use `rolling()`, or one replica.',
          } as const,
        ]
      : []),
  ];
}
