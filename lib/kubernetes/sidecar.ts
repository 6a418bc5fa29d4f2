/** kubernetes › sidecars: containers that start before the main one and end after it, as init containers that always restart. */

import type { SecurityPlan, SidecarPlan } from '../model/plan/container-plan.ts';
import { lowerResources } from './container.ts';
import type { Container } from './lifecycle.ts';
import { listed } from './present.ts';
import { lowerProbes } from './probe.ts';
import { containerSecurityContext } from './security-context.ts';
import { lowerSidecarMounts } from './volumes.ts';

/** A sidecar. */
export function lowerSidecar(sidecar: SidecarPlan, security: SecurityPlan): Container {
  const { name, image, command, ports, resources, probes, preStop } = sidecar;
  return {
    name,
    image: image.reference,
    imagePullPolicy: image.pullPolicy,
    command,
    restartPolicy: 'Always',
    ports: listed(
      ports.map(({ name: port, port: containerPort }) => ({ name: port, containerPort })),
    ),
    resources: lowerResources(resources),
    securityContext: containerSecurityContext(security),
    volumeMounts: listed(lowerSidecarMounts(sidecar)),
    ...lowerProbes(probes),
    lifecycle: { preStop: { exec: { command: preStop } } },
  };
}
