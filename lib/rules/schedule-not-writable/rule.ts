/** Plan rule: Celery beat may write the file in which it notes what it has sent. */

import type { ProcessPlan } from '../../model/plan/process-plan.ts';
import { pathOf, runningOf } from '../plans/processes.ts';
import { schedulerIn } from '../plans/schedulers.ts';
import type { PlanRule } from '../rule.ts';

/** Where Celery keeps it unless told, in the working directory. @see https://docs.celeryq.dev/en/stable/userguide/configuration.html#beat-schedule-filename */
const DEFAULT_FILE = 'celerybeat-schedule';

/** SW2287. @see https://docs.celeryq.dev/en/stable/userguide/periodic-tasks.html#starting-the-scheduler */
export const scheduleNotWritable: PlanRule = {
  code: 'SW2287',
  name: 'schedule-not-writable',
  level: 'plan',
  severity: 'warning',
  summary: 'Celery beat keeps its schedule where nothing may be written.',
  because:
    'It notes in a file what it has sent, and ends when it cannot: "[Errno 30] Read-only file system", at every start. Root file systems of containers are read-only.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const { command, args, workingDirectory } = process.container;
      const scheduler = schedulerIn([...command, ...args]);
      if (scheduler === undefined || scheduler.kind === 'rqscheduler' || scheduler.ownClass)
        return [];
      const file = scheduler.schedule ?? DEFAULT_FILE;
      // What a shell puts there is not known.
      if (/[$`~]/.test(file) || mayWrite(process, file)) return [];
      const place = file.startsWith('/')
        ? `to ${file}`
        : `${file} to ${workingDirectory ?? 'the working directory of the image'}`;
      return [
        {
          path: pathOf(process),
          message: `${scheduler.name} writes ${place}, which is read-only.`,
          fix: 'Add `-s`, `/tmp/celerybeat-schedule` to the command: /tmp is an emptyDir. Where the schedule is kept in a database, name its class, as in `--scheduler django_celery_beat.schedulers:DatabaseScheduler`.',
        },
      ];
    }),
};

/** Whether the main container may write a file, given from the root or from the working directory. */
function mayWrite({ container, security }: ProcessPlan, file: string): boolean {
  if (!security.readOnlyRootFilesystem) return true;
  const { workingDirectory, writable, mounts = [], volumes = [] } = container;
  const full = file.startsWith('/') ? file : `${workingDirectory ?? ''}/${file}`;
  const seen = [
    ...writable.map(({ path }) => ({ path, readOnly: false })),
    ...mounts,
    ...volumes.flatMap((volume) => volume.mounts),
  ];
  // The innermost mount decides.
  const innermost = seen
    .filter(({ path }) => full.startsWith(path === '/' ? path : `${path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
  return innermost !== undefined && !innermost.readOnly;
}
