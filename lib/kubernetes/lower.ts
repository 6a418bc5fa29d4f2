/** kubernetes: from the plan to the objects of the cluster. Values are placed, never computed: every decision was made before. */

import type { ProcessPlan, RunningProcessPlan } from '../model/plan/process-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { compareBytes } from '../text/byte-order.ts';
import { lowerClaims } from './claim.ts';
import { lowerConfigMap } from './config-map.ts';
import { lowerCronJob, lowerTask } from './cron-job.ts';
import { lowerDeployment } from './deployment.ts';
import { lowerExposures } from './exposures.ts';
import { lowerRolloutObjects } from './rollout-objects.ts';
import { lowerHpa } from './horizontal-pod-autoscaler.ts';
import { lowerJob } from './job.ts';
import type { ManifestEntry } from './manifest.ts';
import { lowerNamespace } from './namespace.ts';
import { lowerNetworkPolicies } from './network-policy.ts';
import { applyOverrides } from './overrides.ts';
import { lowerPdb } from './pod-disruption-budget.ts';
import { lowerSecretStores } from './secret-stores.ts';
import { lowerScaledObject, lowerTriggerAuthentications } from './scaled-object.ts';
import { lowerServiceAccount } from './service-account.ts';
import { lowerServices } from './service.ts';
import { stackId } from './stack-id.ts';
import { lowerStatefulSet } from './stateful-set.ts';

/**
 * The objects of a service in one environment, its overrides applied, in an order in which a single `kubectl apply -f`
 * works on an empty cluster. Stamps of content are missing yet: `seal` sets them once nothing can change any more.
 */
export function lower(plan: ServicePlan): readonly ManifestEntry[] {
  return applyOverrides(plannedObjects(plan), plan.overrides);
}

/** The objects of a service as planned, before any override. */
export function plannedObjects(plan: ServicePlan): readonly ManifestEntry[] {
  const entries = [
    ...lowerNamespace(plan),
    ...lowerServiceAccount(plan),
    ...lowerNetworkPolicies(plan),
    ...lowerSecretStores(plan),
    ...lowerClaims(plan),
    ...Object.values(plan.processes).flatMap((process) => lowerProcess(plan, process)),
    ...lowerExposures(plan),
  ];
  const byKind = Map.groupBy(
    entries.toSorted((a, b) => compareBytes(a.id, b.id)),
    ({ manifest }) => (ORDER.includes(manifest.kind) ? manifest.kind : OTHER),
  );
  return [...ORDER, OTHER].flatMap((kind) => byKind.get(kind) ?? []);
}

function lowerProcess(plan: ServicePlan, process: ProcessPlan): readonly ManifestEntry[] {
  switch (process.kind) {
    case 'web':
    case 'worker':
      return lowerRunningProcess(plan, process);
    case 'cron':
      return [...lowerEndingFiles(plan, process), lowerCronJob(plan, process)];
    case 'task':
      return [...lowerEndingFiles(plan, process), lowerTask(plan, process)];
    case 'migration':
      return [...lowerEndingFiles(plan, process), lowerJob(plan, process)];
  }
}

function lowerRunningProcess(
  plan: ServicePlan,
  process: RunningProcessPlan,
): readonly ManifestEntry[] {
  return [
    ...lowerServices(plan, process),
    ...lowerRolloutObjects(plan, process),
    ...lowerTriggerAuthentications(plan, process),
    ...process.stacks.flatMap((stack) => [
      ...lowerConfigMap(plan, stackId(process, stack, 'config-map'), process.container, stack),
      process.rollout.kind === 'stateful'
        ? lowerStatefulSet(plan, process, { stack, rollout: process.rollout })
        : lowerDeployment(plan, process, stack),
      ...lowerHpa(plan, process, stack),
      ...lowerScaledObject(plan, process, stack),
      ...lowerPdb(plan, process, stack),
    ]),
  ];
}

function lowerEndingFiles(plan: ServicePlan, process: ProcessPlan): readonly ManifestEntry[] {
  return lowerConfigMap(plan, [process.name, 'config-map'], process.container, process);
}

/** What is referred to comes before what refers to it; policies before the pods they bind; the migration before the pods that wait for it. */
const ORDER: readonly string[] = [
  'Namespace',
  'ServiceAccount',
  'ConfigMap',
  'ExternalSecret',
  'SealedSecret',
  'SecretProviderClass',
  'PersistentVolumeClaim',
  'NetworkPolicy',
  'Service',
  'Job',
  'Deployment',
  'StatefulSet',
  'HorizontalPodAutoscaler',
  'TriggerAuthentication',
  'ScaledObject',
  'PodDisruptionBudget',
  'CronJob',
  'Gateway',
  'Ingress',
  'HTTPRoute',
];

/** Kinds of controllers: after everything they may refer to. */
const OTHER = '';
