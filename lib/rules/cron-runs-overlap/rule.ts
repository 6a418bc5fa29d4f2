/** Plan rule: a run is over before the next begins, or it is said what then. */

import { parseCronSchedule, shortestIntervalSeconds } from '../../units/cron-schedule.ts';
import { cronsOf, pathOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2321. @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy */
export const cronRunsOverlap: PlanRule = {
  code: 'SW2321',
  name: 'cron-runs-overlap',
  level: 'plan',
  severity: 'warning',
  summary: 'A run of a cron job may last longer than the pause to the next one.',
  because:
    'With Allow runs pile up and work on the same rows; with Replace none may ever finish; with Forbid runs are skipped.',
  check: (plan) =>
    cronsOf(plan).flatMap((cron) => {
      const schedule = parseCronSchedule(cron.schedule);
      if (!schedule.ok) return [];
      const pause = shortestIntervalSeconds(schedule.value);
      if (cron.deadlineSeconds <= pause) return [];
      const outcome = {
        Allow: 'runs pile up',
        Replace: 'the run is stopped by the next',
        Forbid: 'the next run is skipped',
      }[cron.concurrency];
      return [
        {
          path: `${pathOf(cron)}.deadline`,
          severity: cron.concurrency === 'Forbid' ? ('note' as const) : ('warning' as const),
          message: `A run may take ${cron.deadlineSeconds} s (deadline), the next begins after ${pause} s at the least (${cron.schedule}): ${outcome} (concurrency ${cron.concurrency}).`,
          fix: `Set deadline to ${pause}s or less, or run less often.`,
        },
      ];
    }),
};
