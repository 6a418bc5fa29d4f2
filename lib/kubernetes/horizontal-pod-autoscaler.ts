/** kubernetes › HorizontalPodAutoscaler: decides the number of pods of a stack. */

import type { k8s } from 'cdk8s-plus-28';
import type { RunningProcessPlan, StackPlan } from '../model/plan/process-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { namespaced } from './entry.ts';
import type { ManifestEntry } from './manifest.ts';
import type { Widened } from './plain.ts';
import { filled } from './present.ts';
import { stackId } from './stack-id.ts';
import { workloadType } from './deployment.ts';

/** Metrics and behaviour are in the API's own shape already, `tolerance` of newer clusters included. */
type HpaSpec = Widened<
  k8s.HorizontalPodAutoscalerSpecV2,
  {
    readonly metrics?: readonly Readonly<Record<string, unknown>>[];
    readonly behavior?: Readonly<Record<string, unknown>> | undefined;
  }
>;

/** The autoscaler of a stack whose number of pods is not fixed. */
export function lowerHpa(
  plan: ServicePlan,
  process: RunningProcessPlan,
  stack: StackPlan,
): readonly ManifestEntry[] {
  if (stack.scaling.kind !== 'horizontal') return [];
  const { minReplicas, maxReplicas, metrics, behavior } = stack.scaling;
  const spec = {
    scaleTargetRef: { ...workloadType(process.rollout), name: stack.objectName },
    minReplicas,
    maxReplicas,
    metrics,
    behavior: filled(behavior),
  } satisfies HpaSpec;
  return [
    namespaced(
      plan,
      stackId(process, stack, 'hpa'),
      { name: stack.objectName, labels: stack.selector },
      { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', spec },
    ),
  ];
}
