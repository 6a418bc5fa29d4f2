/** kubernetes › Gateway: a gateway of the service's own, where none exists. @see https://gateway-api.sigs.k8s.io/api-types/gateway/ */

import type { GatewayPlan } from '../model/plan/exposure-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { namespaced } from './entry.ts';
import type { ManifestEntry } from './manifest.ts';

/** A Gateway. */
export function lowerGateway(
  plan: ServicePlan,
  id: readonly string[],
  gateway: GatewayPlan,
): ManifestEntry {
  const spec = {
    gatewayClassName: gateway.className,
    listeners: gateway.listeners.map(({ name, protocol, port, hostname, tlsSecretName }) => ({
      name,
      protocol,
      port,
      hostname,
      tls: tlsSecretName === undefined ? undefined : { certificateRefs: [{ name: tlsSecretName }] },
    })),
  };
  return namespaced(
    plan,
    id,
    { name: gateway.name, annotations: gateway.annotations },
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', spec },
  );
}
