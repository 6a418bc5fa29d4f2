/** kubernetes › Deployment: one for each stack of a process that keeps running. */

import type { k8s } from 'cdk8s-plus-28';
import type { RunningProcessPlan, StackPlan } from '../model/plan/process-plan.ts';
import type { RolloutPlan } from '../model/plan/rollout-plan.ts';
import type { ScalingPlan } from '../model/plan/scaling-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { namespaced } from './entry.ts';
import type { PodTemplate } from './lifecycle.ts';
import type { ManifestEntry } from './manifest.ts';
import type { Widened } from './plain.ts';
import { runningPodTemplate } from './pod-template.ts';
import { stackId } from './stack-id.ts';

type DeploymentSpec = Widened<k8s.DeploymentSpec, { readonly template: PodTemplate }>;

/** The Deployment of a stack. */
export function lowerDeployment(
  plan: ServicePlan,
  process: RunningProcessPlan,
  stack: StackPlan,
): ManifestEntry {
  const spec = {
    replicas: replicas(stack.scaling),
    selector: { matchLabels: stack.selector },
    ...strategy(process.rollout),
    template: runningPodTemplate(plan, process, stack),
  } satisfies DeploymentSpec;
  return namespaced(
    plan,
    stackId(process, stack, 'deployment'),
    { name: stack.objectName, labels: stack.selector },
    { apiVersion: 'apps/v1', kind: 'Deployment', spec },
  );
}

/** An autoscaler owns the number of pods: written down, every apply would reset it. */
function replicas(scaling: ScalingPlan): number | undefined {
  switch (scaling.kind) {
    case 'fixed':
      return scaling.replicas;
    case 'horizontal':
      return undefined;
    case 'idle':
      return 0;
  }
}

function strategy(rollout: RolloutPlan): Omit<DeploymentSpec, 'selector' | 'template'> {
  switch (rollout.kind) {
    case 'rollingUpdate': {
      const { maxSurge, maxUnavailable, minReadySeconds } = rollout;
      const { progressDeadlineSeconds, revisionHistoryLimit } = rollout;
      return {
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
        minReadySeconds,
        progressDeadlineSeconds,
        revisionHistoryLimit,
      };
    }
    case 'recreate': {
      const { progressDeadlineSeconds, revisionHistoryLimit } = rollout;
      return { strategy: { type: 'Recreate' }, progressDeadlineSeconds, revisionHistoryLimit };
    }
    case 'parallelStacks':
    case 'weightedTraffic':
      return strategy(rollout.within);
  }
}
