/** kubernetes › Service: the stable names of a web process. */

import type { k8s } from 'cdk8s-plus-28';
import type { RunningProcessPlan, ServiceObjectPlan } from '../model/plan/process-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { namespaced } from './entry.ts';
import type { ManifestEntry } from './manifest.ts';
import type { Plain } from './plain.ts';
import { listed } from './present.ts';

/** The generated types spell it `clusterIp`, and so would the manifest. */
type ServiceSpec = Omit<Plain<k8s.ServiceSpec>, 'clusterIp'> & { readonly clusterIP?: string };

/** The Services of a process: `web/service`, and `web/preview/service` and the like for its other roles. */
export function lowerServices(
  plan: ServicePlan,
  process: RunningProcessPlan,
): readonly ManifestEntry[] {
  return process.services.map((service) =>
    namespaced(
      plan,
      serviceId(process, service),
      { name: service.name, labels: process.selector },
      { apiVersion: 'v1', kind: 'Service', spec: serviceSpec(service) },
    ),
  );
}

function serviceId({ name }: RunningProcessPlan, { role }: ServiceObjectPlan): readonly string[] {
  return role === 'main' ? [name, 'service'] : [name, role, 'service'];
}

function serviceSpec({ role, selector, ports }: ServiceObjectPlan): ServiceSpec {
  return {
    // Members of a cluster look one another up before any of them is ready.
    ...(role === 'pods' ? { clusterIP: 'None', publishNotReadyAddresses: true } : {}),
    selector,
    ports: listed(
      ports.map(({ name, port, targetPort, appProtocol }) => ({
        name,
        port,
        targetPort,
        appProtocol,
      })),
    ),
  };
}
