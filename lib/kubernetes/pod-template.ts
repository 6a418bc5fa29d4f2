/** kubernetes › pod template: the pod that Deployments, Jobs and CronJobs make copies of. */

import type { k8s } from 'cdk8s-plus-28';
import type { RunningProcessPlan, RunToEndBase, StackPlan } from '../model/plan/process-plan.ts';
import type { ProcessBase } from '../model/plan/process-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { type ContainerSource, lowerGates, lowerMainContainer } from './container.ts';
import { type PodTemplate, lowerLifecycle } from './lifecycle.ts';
import { lowerPlacement } from './placement.ts';
import type { Plain } from './plain.ts';
import { filled, listed } from './present.ts';
import { lowerProbes } from './probe.ts';
import { podSecurityContext } from './security-context.ts';
import { lowerSidecar } from './sidecar.ts';
import { lowerVolumes } from './volumes.ts';

/** The pod of a process that runs until it is replaced. */
export function runningPodTemplate(
  plan: ServicePlan,
  process: RunningProcessPlan,
  stack: StackPlan,
): PodTemplate {
  const source = { ...process, image: stack.image };
  const main = {
    ...lowerMainContainer(source),
    ...lowerProbes(process.probes),
    lifecycle: lowerLifecycle(process.lifecycle),
  };
  return {
    metadata: podMetadata(plan, process, stack.selector),
    spec: {
      ...podSpec(plan, process, stack),
      // Waits and copies come first: a proxy that has started has what it serves.
      initContainers: listed([
        ...lowerGates(source),
        ...(process.container.sidecars ?? []).map((sidecar) =>
          lowerSidecar(sidecar, process.security),
        ),
      ]),
      containers: [main],
      terminationGracePeriodSeconds: process.lifecycle.terminationGracePeriodSeconds,
    },
  };
}

/** The pod of a process that ends by itself. */
export function endingPodTemplate(plan: ServicePlan, process: RunToEndBase): PodTemplate {
  const source: ContainerSource = process;
  return {
    metadata: podMetadata(plan, process, process.selector),
    spec: {
      ...podSpec(plan, process, process),
      initContainers: listed(lowerGates(source)),
      containers: [lowerMainContainer(source)],
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: process.terminationGracePeriodSeconds,
    },
  };
}

function podMetadata(
  plan: ServicePlan,
  { container }: ProcessBase,
  selector: Readonly<Record<string, string>>,
): Plain<k8s.ObjectMeta> {
  return {
    labels: {
      ...plan.labels,
      ...plan.identity.podLabels,
      ...container.podLabels,
      ...selector,
    },
    annotations: filled(container.podAnnotations),
  };
}

function podSpec(
  { identity }: ServicePlan,
  process: ProcessBase,
  named: Pick<StackPlan, 'objectName' | 'selector'>,
) {
  return {
    serviceAccountName: identity.serviceAccountName,
    automountServiceAccountToken: identity.automountToken,
    imagePullSecrets: listed(identity.imagePullSecrets.map((name) => ({ name }))),
    // Variables for every Service of the namespace break servers that read names such as GUNICORN_*, and leak names.
    enableServiceLinks: false,
    hostUsers: process.security.hostUsers,
    securityContext: podSecurityContext(process.security),
    ...lowerPlacement(process.placement, named.selector),
    volumes: listed(lowerVolumes(process.container, named.objectName)),
  };
}
