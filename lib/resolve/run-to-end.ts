/** resolve › run to end: cron jobs, tasks and the migration. */

import type {
  CronPlan,
  MigrationPlan,
  RunToEndBase,
  TaskPlan,
} from '../model/plan/process-plan.ts';
import type { EnvVarPlan } from '../model/plan/container-plan.ts';
import type { NeedFacts } from '../model/need.ts';
import type { ImageSpec } from '../model/spec/image-spec.ts';
import { seconds } from './amounts.ts';
import { resolveContainer } from './container.ts';
import type { Context } from './context.ts';
import { tracedImage } from './image.ts';
import { processObjectName, processSelector } from './names.ts';
import { resolvePlacement } from './placement.ts';
import type { AuthoredProcess } from './processes.ts';
import { resolveResources } from './resources.ts';
import { resolveSecurity } from './security.ts';
import { resolveMounts } from './volumes.ts';

type RunToEnd = Extract<AuthoredProcess, { readonly kind: 'cron' | 'task' | 'migration' }>;

/** What earlier passes decided for a process that ends by itself. */
export interface RunToEndInput {
  readonly image: ImageSpec;
  readonly needs: Readonly<Record<string, NeedFacts>>;
  /** Variables of the language of the image. */
  readonly imageEnv: readonly EnvVarPlan[];
}

/** The plan of a process that ends by itself. */
export function resolveRunToEnd(
  context: Context,
  process: RunToEnd,
  input: RunToEndInput,
): CronPlan | TaskPlan | MigrationPlan {
  const base = baseOf(context, process, input);
  switch (process.kind) {
    case 'task':
      return { ...base, kind: 'task' };
    case 'migration':
      return {
        ...base,
        kind: 'migration',
        ...(process.spec.check === undefined
          ? {}
          : {
              check: context.trace.spec(
                `processes.${process.name}.check`,
                process.spec.check,
                `${process.path}.check`,
              ),
            }),
      };
    case 'cron':
      return cronOf(context, process, base);
  }
}

function baseOf(
  context: Context,
  process: RunToEnd,
  { image, needs, imageEnv }: RunToEndInput,
): RunToEndBase {
  const { edition, spec, trace } = context;
  const at = `processes.${process.name}`;
  const migration = process.kind === 'migration';
  return {
    name: process.name,
    objectName: processObjectName(spec.name, process.name),
    selector: processSelector(spec.name, process.name),
    container: resolveContainer(context, process, {
      resources: resolveResources(context, process),
      needs,
      imageEnv,
      volumes: resolveMounts(context, process, undefined),
    }),
    security: resolveSecurity(context, process),
    placement: resolvePlacement(context, process),
    image: tracedImage(context, `${at}.image`, process, image),
    deadlineSeconds: trace.choose(
      `${at}.deadlineSeconds`,
      {
        value: process.spec.deadline === undefined ? undefined : seconds(process.spec.deadline),
        from: `${process.path}.deadline`,
      },
      migration
        ? {
            value: edition.migrateDeadlineSeconds,
            because: 'a release waits for it: better to fail than to hang',
          }
        : {
            value: edition.cronDeadlineSeconds,
            because: 'an hour: a run that hangs must not block the next',
          },
    ),
    retries: trace.choose(
      `${at}.retries`,
      { value: process.spec.retries, from: `${process.path}.retries` },
      process.kind === 'cron'
        ? { value: 2, because: 'a passing fault should not cost a whole period' }
        : { value: 0, because: 'what failed halfway is looked at before it runs again' },
    ),
    terminationGracePeriodSeconds: trace.derive(
      `${at}.terminationGracePeriodSeconds`,
      edition.jobGraceSeconds,
      "Kubernetes' default: time to roll a transaction back",
    ),
  };
}

const KEPT = 'the logs of a few runs, to compare one with the last ones';

function cronOf(
  { edition, trace }: Context,
  process: Extract<RunToEnd, { readonly kind: 'cron' }>,
  base: RunToEndBase,
): CronPlan {
  const { spec, path, name } = process;
  const at = `processes.${name}`;
  return {
    ...base,
    kind: 'cron',
    schedule: trace.spec(`${at}.schedule`, spec.schedule, `${path}.schedule`),
    timeZone: trace.choose(
      `${at}.timeZone`,
      { value: spec.timeZone, from: `${path}.timeZone` },
      { value: 'Etc/UTC', because: "said, so that nobody depends on the controller's own zone" },
    ),
    concurrency: trace.choose(
      `${at}.concurrency`,
      { value: spec.concurrency, from: `${path}.concurrency` },
      { value: 'Forbid', because: 'two runs of one job at once are rarely meant' },
    ),
    startingDeadlineSeconds: trace.choose(
      `${at}.startingDeadlineSeconds`,
      {
        value: spec.startingDeadline === undefined ? undefined : seconds(spec.startingDeadline),
        from: `${path}.startingDeadline`,
      },
      {
        value: edition.startingDeadlineSeconds,
        because: 'without one, 100 missed starts stop a CronJob for good',
        source:
          'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline',
      },
    ),
    successfulHistory: trace.choose(
      `${at}.successfulHistory`,
      { value: spec.history?.successful, from: `${path}.history.successful` },
      { value: 3, because: KEPT },
    ),
    failedHistory: trace.choose(
      `${at}.failedHistory`,
      { value: spec.history?.failed, from: `${path}.history.failed` },
      { value: 3, because: KEPT },
    ),
    suspend: trace.choose(
      `${at}.suspend`,
      { value: spec.suspend, from: `${path}.suspend` },
      { value: false, because: 'it runs by its schedule' },
    ),
  };
}
