/** rollouts: how pods of one stack are replaced, shared by every strategy that has such stacks. */

import * as v from 'valibot';
import type { RollingUpdatePlan } from '../model/plan/rollout-plan.ts';
import type { RolloutFacts, RolloutInput } from '../model/rollout.ts';
import type { DurationText } from '../model/spec/amounts.ts';
import { amountOf, wholeNumber, workShape } from '../model/unit-shape.ts';
import type { OptionProblem } from '../model/variant.ts';
import { parseDuration } from '../units/duration.ts';
import { parseIntOrPercent } from '../units/percent.ts';

/** How pods are replaced; what is left out is safe for a service that must not lose a request. */
export interface RollingOptions {
  /** Pods started beyond the wanted number: a count or a share. Default: `25%`, at least one. */
  readonly maxSurge?: number | string;
  /** Pods that may be missing meanwhile: a count or a share. Default: 0. */
  readonly maxUnavailable?: number | string;
  /** Time a new pod must stay ready before it counts. Default: what its readiness probe takes to notice that it broke, at least 10 s. */
  readonly minReady?: DurationText;
  /** Time without progress after which the update is called failed. Default: 600 s, more if a pod starts slowly. */
  readonly progressDeadline?: DurationText;
  /** Old ReplicaSets kept for a way back. Default: 10. */
  readonly revisionHistoryLimit?: number;
}

/** Covers the registration at load balancers without readiness gates. A choice. */
const LEAST_READY_SECONDS = 10;
/** The API writes when a pod became ready in whole seconds, rounded down. @see k8s.io/apimachinery/pkg/apis/meta/v1/time.go */
const CLOCK_SECONDS = 1;
/** Kubernetes' own default. @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds */
export const PROGRESS_DEADLINE_SECONDS = 600;
/** Time for scheduling and pulling an image, on top of the start of a pod. A choice. */
export const PULL_SECONDS = 120;
/** Kubernetes' own default. */
export const REVISION_HISTORY_LIMIT = 10;

const ENTRIES = {
  // The API takes a surge of more than all pods, but no share of missing pods above 100%.
  maxSurge: v.optional(amountOf((input) => parseIntOrPercent(input, 1000))),
  maxUnavailable: v.optional(amountOf((input) => parseIntOrPercent(input))),
  minReady: v.optional(workShape),
  progressDeadline: v.optional(workShape),
  revisionHistoryLimit: v.optional(wholeNumber(0, 1000, 'The number of revisions')),
};

/** The shape of RollingOptions. @internal */
export const rollingShape = v.strictObject(ENTRIES);
/** The shapes of a deadline and a history, for strategies without further options. @internal */
export const historyEntries = {
  progressDeadline: ENTRIES.progressDeadline,
  revisionHistoryLimit: ENTRIES.revisionHistoryLimit,
};

type ReadyTimes = Pick<RolloutInput, 'startupSeconds' | 'unreadySeconds'>;

/** Time a pod must stay ready: so long that one which breaks right after it was ready never counts. */
export function minReadyOf(
  { minReady, progressDeadline }: Pick<RollingOptions, 'minReady' | 'progressDeadline'>,
  { unreadySeconds }: Pick<RolloutInput, 'unreadySeconds'>,
): number {
  // The API refuses a deadline that is not above it.
  const most = (secondsOf(progressDeadline) ?? Infinity) - 1;
  return (
    secondsOf(minReady) ??
    Math.min(Math.max(LEAST_READY_SECONDS, unreadySeconds + CLOCK_SECONDS), most)
  );
}

/** Why `minReady` is what it is, below a prefix of the plan such as `within.`; empty where it was said. */
export function minReadyBecause(
  { minReady }: Pick<RollingOptions, 'minReady'>,
  { unreadySeconds }: Pick<RolloutInput, 'unreadySeconds'>,
  prefix = '',
): NonNullable<RolloutFacts['because']> {
  if (minReady !== undefined) return {};
  const formula =
    unreadySeconds + CLOCK_SECONDS > LEAST_READY_SECONDS
      ? `${unreadySeconds} s until the readiness probe has noticed a pod that breaks right after it was ready, and ${CLOCK_SECONDS} s because the API rounds times down`
      : `${LEAST_READY_SECONDS} s for the registration at load balancers; the readiness probe notices a broken pod sooner, or there is none`;
  return {
    [`${prefix}minReadySeconds`]: {
      formula,
      source:
        'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#min-ready-seconds',
    },
  };
}

/** The plan that follows from options. */
export function rollingUpdatePlan(options: RollingOptions, input: ReadyTimes): RollingUpdatePlan {
  const minReadySeconds = minReadyOf(options, input);
  return {
    kind: 'rollingUpdate',
    maxSurge: options.maxSurge ?? '25%',
    maxUnavailable: options.maxUnavailable ?? 0,
    minReadySeconds,
    progressDeadlineSeconds:
      secondsOf(options.progressDeadline) ?? leastDeadline(minReadySeconds, input.startupSeconds),
    revisionHistoryLimit: options.revisionHistoryLimit ?? REVISION_HISTORY_LIMIT,
  };
}

/** Seconds of a duration that was checked; undefined when it is absent or unreadable. */
export function secondsOf(duration: DurationText | undefined): number | undefined {
  const parsed = duration === undefined ? undefined : parseDuration(duration);
  return parsed?.ok === true ? parsed.value : undefined;
}

/** The deadline that a pod with this start meets. */
export function leastDeadline(minReadySeconds: number, startupSeconds: number): number {
  return Math.max(PROGRESS_DEADLINE_SECONDS, startupSeconds + minReadySeconds + PULL_SECONDS);
}

/** What is wrong with the options whatever the process: a standstill, and a deadline that cannot be met. */
export function rollingProblems(options: RollingOptions): readonly OptionProblem[] {
  const minReady = secondsOf(options.minReady) ?? LEAST_READY_SECONDS;
  const deadline = secondsOf(options.progressDeadline);
  return [
    ...(isNothing(options.maxSurge ?? '25%') && isNothing(options.maxUnavailable ?? 0)
      ? [
          {
            path: 'maxSurge',
            message: '`maxSurge` and `maxUnavailable` are both 0: no pod could ever be replaced.',
            fix: 'Leave `maxSurge` out, or allow one pod to be missing.',
          },
        ]
      : []),
    ...(deadline !== undefined && deadline <= minReady
      ? [
          {
            path: 'progressDeadline',
            message: `A deadline of ${deadline} s is not longer than the ${minReady} s a pod must stay ready.`,
            fix: 'Leave `progressDeadline` out, or make it longer.',
          },
        ]
      : []),
  ];
}

function isNothing(amount: number | string): boolean {
  return Number.parseInt(String(amount), 10) === 0;
}
