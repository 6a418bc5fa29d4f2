/** kubernetes › PodDisruptionBudget: how many pods of a stack may be missing while nodes are drained. */

import type { k8s } from 'cdk8s-plus-28';
import type { RunningProcessPlan, StackPlan } from '../model/plan/process-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { namespaced } from './entry.ts';
import type { ManifestEntry } from './manifest.ts';
import type { Plain } from './plain.ts';
import { stackId } from './stack-id.ts';

/** The budget of a stack; none while it is idle, for there is nothing to protect. */
export function lowerPdb(
  plan: ServicePlan,
  process: RunningProcessPlan,
  stack: StackPlan,
): readonly ManifestEntry[] {
  if (stack.disruption.kind === 'none' || stack.scaling.kind === 'idle') return [];
  const spec = {
    selector: { matchLabels: stack.protects ?? stack.selector },
    maxUnavailable: stack.disruption.maxUnavailable,
    // Pods that never became ready must not keep a node from being drained.
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
  } satisfies Plain<k8s.PodDisruptionBudgetSpec>;
  return [
    namespaced(
      plan,
      stackId(process, stack, 'pdb'),
      { name: stack.objectName, labels: stack.selector },
      { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', spec },
    ),
  ];
}
