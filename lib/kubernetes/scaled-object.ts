/** kubernetes › ScaledObject: lets KEDA decide the number of pods of a stack, and says how it logs in where it has to ask. */

import type { RunningProcessPlan, StackPlan } from '../model/plan/process-plan.ts';
import type {
  EventDrivenScalingPlan,
  TriggerAuthenticationPlan,
  TriggerPlan,
} from '../model/plan/scaling-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { namespaced } from './entry.ts';
import type { ManifestEntry } from './manifest.ts';
import { filled, listed } from './present.ts';
import { stackId } from './stack-id.ts';
import { workloadType } from './deployment.ts';

const KEDA = 'keda.sh/v1alpha1';

/** The autoscaler of a stack that is driven by events. */
export function lowerScaledObject(
  plan: ServicePlan,
  process: RunningProcessPlan,
  stack: StackPlan,
): readonly ManifestEntry[] {
  if (stack.scaling.kind !== 'eventDriven') return [];
  const { scaling } = stack;
  const { fallback } = scaling;
  const spec = {
    scaleTargetRef: {
      ...workloadType(process.rollout),
      name: stack.objectName,
      envSourceContainerName: scaling.variablesOf,
    },
    minReplicaCount: scaling.minReplicas,
    maxReplicaCount: scaling.maxReplicas,
    idleReplicaCount: scaling.idleReplicas,
    pollingInterval: scaling.pollingIntervalSeconds,
    cooldownPeriod: scaling.cooldownPeriodSeconds,
    initialCooldownPeriod: scaling.initialCooldownPeriodSeconds,
    fallback,
    advanced: advanced(scaling, stack),
    triggers: scaling.triggers.map(lowerTrigger),
  };
  return [
    namespaced(
      plan,
      stackId(process, stack, 'scaled-object'),
      { name: stack.objectName, labels: stack.selector },
      { apiVersion: KEDA, kind: 'ScaledObject', spec },
    ),
  ];
}

/** What KEDA's operator logs in with, once for all stacks of a process. */
export function lowerTriggerAuthentications(
  plan: ServicePlan,
  process: RunningProcessPlan,
): readonly ManifestEntry[] {
  if (process.scaling.kind !== 'eventDriven') return [];
  return process.scaling.triggers.flatMap(({ name, authentication }) =>
    authentication === undefined
      ? []
      : [
          namespaced(
            plan,
            [process.name, 'trigger-authentication', name],
            { name: authentication.name, labels: process.selector },
            {
              apiVersion: KEDA,
              kind: 'TriggerAuthentication',
              spec: authenticationSpec(authentication, process.container.name),
            },
          ),
        ],
  );
}

/** The HorizontalPodAutoscaler that KEDA makes is called like the stack, as one of our own would be: `keda-hpa-…` may be too long. */
function advanced(scaling: EventDrivenScalingPlan, stack: StackPlan) {
  const { behavior, formula, restoreToOriginalReplicaCount } = scaling;
  return {
    horizontalPodAutoscalerConfig: { name: stack.objectName, behavior: filled(behavior) },
    restoreToOriginalReplicaCount,
    scalingModifiers: formula,
  };
}

function lowerTrigger({ type, name, metadata, metricType, authentication }: TriggerPlan) {
  return {
    type,
    name,
    metadata,
    metricType,
    authenticationRef: authentication === undefined ? undefined : { name: authentication.name },
  };
}

function authenticationSpec(
  { secrets, variables, identity }: TriggerAuthenticationPlan,
  containerName: string,
) {
  return {
    secretTargetRef: listed(
      secrets.map(({ parameter, secret, key }) => ({ parameter, name: secret, key })),
    ),
    env: listed(
      variables.map(({ parameter, variable }) => ({ parameter, name: variable, containerName })),
    ),
    podIdentity:
      identity === undefined
        ? undefined
        : { provider: identity.provider, identityOwner: identity.owner },
  };
}
