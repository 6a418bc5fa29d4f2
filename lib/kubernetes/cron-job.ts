/** kubernetes › CronJob: commands on a schedule, and tasks that wait to be started by hand. */

import type { k8s } from 'cdk8s-plus-28';
import type { CronPlan, RunToEndBase, TaskPlan } from '../model/plan/process-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { namespaced } from './entry.ts';
import { type JobSpec, endingSpec } from './job.ts';
import type { ManifestEntry } from './manifest.ts';
import type { Widened } from './plain.ts';

type CronJobSpec = Widened<k8s.CronJobSpec, { readonly jobTemplate: { readonly spec: JobSpec } }>;

/** A valid schedule on a day that never comes: a CronJob without a schedule is refused. */
const NEVER = '0 0 31 2 *';

/** A command on a schedule. */
export function lowerCronJob(plan: ServicePlan, process: CronPlan): ManifestEntry {
  const { schedule, timeZone, startingDeadlineSeconds } = process;
  return cronJob(plan, process, {
    schedule,
    timeZone,
    concurrencyPolicy: process.concurrency,
    startingDeadlineSeconds,
    successfulJobsHistoryLimit: process.successfulHistory,
    failedJobsHistoryLimit: process.failedHistory,
    // Absent rather than false: a pause made by hand in an emergency survives the next apply.
    suspend: process.suspend ? true : undefined,
    jobTemplate: { spec: endingSpec(plan, process) },
  });
}

/** A task: suspended, so that applying it starts nothing; `kubectl create job --from=cronjob/…` starts it. */
export function lowerTask(plan: ServicePlan, process: TaskPlan): ManifestEntry {
  return cronJob(plan, process, {
    schedule: NEVER,
    suspend: true,
    jobTemplate: { spec: endingSpec(plan, process) },
  });
}

function cronJob(plan: ServicePlan, process: RunToEndBase, spec: CronJobSpec): ManifestEntry {
  return namespaced(
    plan,
    [process.name, 'cron-job'],
    { name: process.objectName, labels: process.selector },
    { apiVersion: 'batch/v1', kind: 'CronJob', spec },
  );
}
