/** kubernetes › load balancer: a Service that a cloud or MetalLB gives an address of its own. @see https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer */

import type { k8s } from 'cdk8s-plus-28';
import type { LoadBalancerPlan } from '../model/plan/exposure-plan.ts';
import type { ServiceObjectPlan } from '../model/plan/process-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { namespaced } from './entry.ts';
import type { ManifestEntry } from './manifest.ts';
import type { Plain } from './plain.ts';
import { listed } from './present.ts';

/** A Service of type LoadBalancer with the pods of the Service it stands for. */
export function lowerLoadBalancer(
  plan: ServicePlan,
  id: readonly string[],
  balancer: LoadBalancerPlan,
): ManifestEntry {
  const { name, annotations, className, sourceRanges, externalTrafficPolicy, port } = balancer;
  const behind = serviceNamed(plan, balancer.serviceName);
  const target = behind?.ports.find((other) => other.name === port.name);
  const spec = {
    type: 'LoadBalancer',
    loadBalancerClass: className,
    externalTrafficPolicy,
    loadBalancerSourceRanges: listed(sourceRanges),
    selector: behind?.selector,
    ports: [
      {
        name: port.name,
        port: port.port,
        targetPort: target?.targetPort,
        appProtocol: target?.appProtocol,
      },
    ],
  } satisfies Plain<k8s.ServiceSpec>;
  return namespaced(plan, id, { name, annotations }, { apiVersion: 'v1', kind: 'Service', spec });
}

function serviceNamed(plan: ServicePlan, name: string): ServiceObjectPlan | undefined {
  return Object.values(plan.processes)
    .flatMap((process) => ('services' in process ? process.services : []))
    .find((service) => service.name === name);
}
