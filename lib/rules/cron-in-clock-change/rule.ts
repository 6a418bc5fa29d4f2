/** Plan rule: a job at night runs once on the nights the clock changes. */

import { parseCronSchedule } from '../../units/cron-schedule.ts';
import { cronsOf, pathOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** Hours that are skipped or repeated somewhere when summer time begins or ends. */
const CHANGING_HOURS = [1, 2];

/** Zones without summer time, beside those that say so in their name. */
const CONSTANT =
  /^(?:Etc\/|UTC$|GMT$|Asia\/(?:Tokyo|Shanghai|Kolkata|Singapore|Dubai|Seoul|Hong_Kong|Bangkok|Jakarta)|America\/(?:Sao_Paulo|Bogota|Lima|Phoenix)|Africa\/(?:Johannesburg|Lagos|Nairobi))/;

/** SW2323. @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones */
export const cronInClockChange: PlanRule = {
  code: 'SW2323',
  name: 'cron-in-clock-change',
  level: 'plan',
  severity: 'note',
  summary: 'A cron job runs at an hour that is skipped or repeated when the clock changes.',
  because: 'Once a year it does not run, once a year it runs twice.',
  check: (plan) =>
    cronsOf(plan).flatMap((cron) => {
      const schedule = parseCronSchedule(cron.schedule);
      if (!schedule.ok || schedule.value.kind === 'every' || CONSTANT.test(cron.timeZone))
        return [];
      const hours = schedule.value.hour.values;
      const hour = hours.find((value) => CHANGING_HOURS.includes(value));
      // Something that runs every hour does not mind.
      if (hour === undefined || hours.length > 4) return [];
      return [
        {
          path: `${pathOf(cron)}.schedule`,
          message: `${cron.schedule} in ${cron.timeZone} falls into the hour ${hour}:00 to ${hour + 1}:00, which summer time skips or repeats.`,
          fix: 'Choose another hour, or the time zone Etc/UTC.',
        },
      ];
    }),
};
