/** kubernetes › Job: the migration that runs before new code serves. */

import type { k8s } from 'cdk8s-plus-28';
import type { MigrationPlan, RunToEndBase } from '../model/plan/process-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { namespaced } from './entry.ts';
import type { PodTemplate } from './lifecycle.ts';
import type { ManifestEntry } from './manifest.ts';
import type { Widened } from './plain.ts';
import { endingPodTemplate } from './pod-template.ts';

/** A Job whose pods carry the hooks newer clusters know. */
export type JobSpec = Widened<k8s.JobSpec, { readonly template: PodTemplate }>;

/**
 * The migration's Job. Jobs cannot be changed, so seal.ts puts a hash of the final spec behind its name; no time to live,
 * so that it stays until the next release replaces it and nothing runs it twice.
 */
export function lowerJob(plan: ServicePlan, process: MigrationPlan): ManifestEntry {
  const spec = {
    // A new pod only when the old one has ended for good: two migrations at once would be worse than a late one.
    podReplacementPolicy: 'Failed',
    ...endingSpec(plan, process),
  } satisfies JobSpec;
  return namespaced(
    plan,
    [process.name, 'job'],
    { name: process.objectName, labels: process.selector },
    { apiVersion: 'batch/v1', kind: 'Job', spec },
  );
}

/** What every Job of a process has. */
export function endingSpec(plan: ServicePlan, process: RunToEndBase): JobSpec {
  return {
    backoffLimit: process.retries,
    activeDeadlineSeconds: process.deadlineSeconds,
    template: endingPodTemplate(plan, process),
  };
}
