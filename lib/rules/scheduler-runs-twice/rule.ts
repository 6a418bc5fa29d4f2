/** Plan rule: a scheduler that must run once is replaced before another starts, and has one pod. */

import { most, pathOf, runningOf } from '../plans/processes.ts';
import { schedulerIn } from '../plans/schedulers.ts';
import type { PlanRule } from '../rule.ts';

/** SW2286. @see https://docs.celeryq.dev/en/stable/userguide/periodic-tasks.html#starting-the-scheduler */
export const schedulerRunsTwice: PlanRule = {
  code: 'SW2286',
  name: 'scheduler-runs-twice',
  level: 'plan',
  severity: 'warning',
  summary: 'A scheduler that must run once runs twice, always or during each rollout.',
  because:
    'Every scheduler sends every task: mails and invoices go out twice, and nothing anywhere says so.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const { command, args } = process.container;
      const scheduler = schedulerIn([...command, ...args]);
      if (process.kind !== 'worker' || scheduler === undefined) return [];
      const pods = Math.max(...process.stacks.map(({ scaling }) => most(scaling)));
      const overlaps = process.rollout.kind !== 'recreate' && process.rollout.kind !== 'stateful';
      if (pods <= 1 && !overlaps) return [];
      const path = pathOf(process);
      return [
        {
          path,
          message:
            pods > 1
              ? `${scheduler.name} runs in up to ${pods} pods.`
              : `${scheduler.name} runs twice in each rollout: the new pod starts before the old one stops.`,
          fix:
            scheduler.kind === 'workerBeat'
              ? 'Give the scheduler a process of its own, `celery beat -s /tmp/celerybeat-schedule`, with `scale: 1` and `rollout: recreate()`.'
              : `Set \`${path}.scale\` to 1 and \`${path}.rollout\` to recreate(), which stops the old pod first; or use a scheduler with a lock, such as RedBeat.`,
        },
      ];
    }),
};
