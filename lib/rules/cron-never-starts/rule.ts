/** Plan rule: a cron job has time to start. */

import { cronsOf, pathOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** The controller looks every 10 seconds. */
const CONTROLLER_SECONDS = 10;

/** SW2322. @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline */
export const cronNeverStarts: PlanRule = {
  code: 'SW2322',
  name: 'cron-never-starts',
  level: 'plan',
  severity: 'error',
  summary: 'The starting deadline of a cron job is shorter than the controller takes to notice.',
  because:
    'The controller looks every 10 s: a run whose time has passed by then is skipped, mostly every one.',
  check: (plan) =>
    cronsOf(plan)
      .filter(({ startingDeadlineSeconds }) => startingDeadlineSeconds < CONTROLLER_SECONDS)
      .map((cron) => ({
        path: `${pathOf(cron)}.startingDeadline`,
        message: `startingDeadline is ${cron.startingDeadlineSeconds} s; at least ${CONTROLLER_SECONDS} s are needed.`,
        fix: 'Leave startingDeadline out (5 min then).',
      })),
};
