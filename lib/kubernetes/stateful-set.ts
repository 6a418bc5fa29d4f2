/** kubernetes › StatefulSet: the pods of a process that keep their names and their volumes. */

import type { k8s } from 'cdk8s-plus-28';
import type { RunningProcessPlan, StackPlan } from '../model/plan/process-plan.ts';
import type { StatefulPlan } from '../model/plan/rollout-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import type { PodVolumePlan } from '../model/plan/volume-plan.ts';
import { perPodVolumeName } from '../model/plan/volume-names.ts';
import { lowerClaimRequest } from './claim.ts';
import { replicas } from './deployment.ts';
import { namespaced } from './entry.ts';
import type { PodTemplate } from './lifecycle.ts';
import type { ManifestEntry } from './manifest.ts';
import type { Widened } from './plain.ts';
import { runningPodTemplate } from './pod-template.ts';
import { filled, listed } from './present.ts';
import { stackId } from './stack-id.ts';

/** The generated type of a claim in a template leaves out what kind it is. */
type ClaimTemplate = Readonly<Record<string, unknown>>;
type StatefulSetSpec = Widened<
  k8s.StatefulSetSpec,
  {
    readonly template: PodTemplate;
    readonly volumeClaimTemplates?: readonly ClaimTemplate[] | undefined;
  }
>;

/** The StatefulSet of a process: `web/stateful-set`. */
export function lowerStatefulSet(
  plan: ServicePlan,
  process: RunningProcessPlan,
  { stack, rollout }: { readonly stack: StackPlan; readonly rollout: StatefulPlan },
): ManifestEntry {
  const own = (process.container.volumes ?? []).filter((volume) => volume.plan.kind === 'perPod');
  const spec = {
    serviceName: rollout.serviceName,
    replicas: replicas(stack.scaling),
    selector: { matchLabels: stack.selector },
    podManagementPolicy: rollout.podManagement,
    updateStrategy: updateStrategy(rollout),
    minReadySeconds: rollout.minReadySeconds,
    revisionHistoryLimit: rollout.revisionHistoryLimit,
    ordinals: rollout.firstOrdinal === 0 ? undefined : { start: rollout.firstOrdinal },
    // What becomes of claims has a meaning only where there are some.
    persistentVolumeClaimRetentionPolicy: own.length === 0 ? undefined : rollout.claims,
    template: runningPodTemplate(plan, process, stack),
    volumeClaimTemplates: listed(own.flatMap((volume) => claimTemplate(stack, volume))),
  } satisfies StatefulSetSpec;
  return namespaced(
    plan,
    stackId(process, stack, 'stateful-set'),
    { name: stack.objectName, labels: stack.selector },
    { apiVersion: 'apps/v1', kind: 'StatefulSet', spec },
  );
}

function updateStrategy({ partition, maxUnavailable }: StatefulPlan) {
  return {
    type: 'RollingUpdate',
    rollingUpdate: filled({
      ...(partition === 0 ? {} : { partition }),
      ...(maxUnavailable === undefined ? {} : { maxUnavailable }),
    }),
  };
}

/** As the API server returns it, so that a comparison with the cluster finds no difference. */
function claimTemplate(
  { selector }: StackPlan,
  { volume, plan }: PodVolumePlan,
): readonly ClaimTemplate[] {
  if (plan.kind !== 'perPod') return [];
  return [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: perPodVolumeName(volume), labels: selector },
      spec: lowerClaimRequest(plan.request),
    },
  ];
}
