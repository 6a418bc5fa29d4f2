/** kubernetes › Deployment: one for each stack of a process that keeps running, or what a controller has in its stead. */

import type { k8s } from 'cdk8s-plus-28';
import type { RunningProcessPlan, StackPlan } from '../model/plan/process-plan.ts';
import type { RolloutPlan } from '../model/plan/rollout-plan.ts';
import type { ScalingPlan } from '../model/plan/scaling-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { dashed } from './custom-object.ts';
import { type Naming, namespaced } from './entry.ts';
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
  const pods = {
    replicas: replicas(stack.scaling),
    selector: { matchLabels: stack.selector },
    template: runningPodTemplate(plan, process, stack),
  } satisfies DeploymentSpec;
  const type = workloadType(process.rollout);
  return namespaced(
    plan,
    stackId(process, stack, dashed(type.kind)),
    { name: stack.objectName, labels: stack.selector, ...annotated(process) },
    { ...type, spec: { ...pods, ...pace(process.rollout) } },
  );
}

/** What runs the pods of a process, for those that refer to it. */
export function workloadType(rollout: RolloutPlan): {
  readonly apiVersion: string;
  readonly kind: string;
} {
  if (rollout.kind === 'controlled' && rollout.workload.kind === 'custom') {
    const { apiVersion, objectKind } = rollout.workload;
    return { apiVersion, kind: objectKind };
  }
  return {
    apiVersion: 'apps/v1',
    kind: rollout.kind === 'stateful' ? 'StatefulSet' : 'Deployment',
  };
}

/** Annotations that controllers read of what runs the pods. */
function annotated({ annotations }: RunningProcessPlan): Pick<Naming, 'annotations'> {
  return annotations === undefined ? {} : { annotations };
}

/** An autoscaler owns the number of pods: written down, every apply would reset it. */
export function replicas(scaling: ScalingPlan): number | undefined {
  switch (scaling.kind) {
    case 'fixed':
      return scaling.replicas;
    case 'horizontal':
    case 'eventDriven':
      return undefined;
    case 'idle':
      return 0;
  }
}

/** How pods are replaced; a kind of a controller has a strategy of its own. */
function pace(rollout: RolloutPlan): Readonly<Record<string, unknown>> {
  if (rollout.kind !== 'controlled' || rollout.workload.kind !== 'custom') return strategy(rollout);
  const { strategy: _inPlace, ...times } = strategy(rollout.within);
  return { ...times, ...rollout.workload.spec, strategy: rollout.workload.strategy };
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
    case 'controlled':
      return strategy(rollout.within);
    case 'stateful':
      // A StatefulSet has a strategy of its own.
      return {};
  }
}
