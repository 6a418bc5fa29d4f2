/** Plan rule: a scheduler that must run once is replaced before another starts, and has one pod. */

import { most, pathOf, runningOf } from '../plans/processes.ts';
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
      const scheduler = schedulerIn([...command, ...args].join(' '));
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
              ? `${scheduler} runs in up to ${pods} pods.`
              : `${scheduler} runs twice in each rollout: the new pod starts before the old one stops.`,
          fix: /worker/.test(scheduler)
            ? 'Give the scheduler a process of its own, `celery beat`, with `scale: 1` and `rollout: recreate()`.'
            : `Set \`${path}.scale\` to 1 and \`${path}.rollout\` to recreate(), which stops the old pod first; or use a scheduler with a lock, such as RedBeat.`,
        },
      ];
    }),
};

/** The scheduler a command starts; those with a lock of their own may run often. */
function schedulerIn(command: string): string | undefined {
  if (/redbeat/i.test(command)) return undefined;
  if (!/(?:^|[/ ])celery(?: |$)/.test(command)) {
    return /(?:^|[/ ])rqscheduler(?: |$)/.test(command) ? 'rqscheduler' : undefined;
  }
  if (/ beat(?: |$)/.test(command)) return 'Celery beat';
  return / worker .*(?:-B|--beat)(?: |$)/.test(command) ? 'The beat of a Celery worker' : undefined;
}
