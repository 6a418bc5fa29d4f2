/** kubernetes › Ingress: how a controller reaches the Services, in the API every controller reads. */

import type { k8s } from 'cdk8s-plus-28';
import type { IngressPlan } from '../model/plan/exposure-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { namespaced } from './entry.ts';
import type { ManifestEntry } from './manifest.ts';
import type { Plain } from './plain.ts';
import { listed } from './present.ts';

/** An Ingress. */
export function lowerIngress(
  plan: ServicePlan,
  id: readonly string[],
  ingress: IngressPlan,
): ManifestEntry {
  const { name, annotations, className, rules, tls } = ingress;
  const spec = {
    ingressClassName: className,
    tls: listed(tls),
    rules: rules.map(({ host, paths }) => ({ host, http: { paths: paths.map(lowerPath) } })),
  } satisfies Plain<k8s.IngressSpec>;
  return namespaced(
    plan,
    id,
    { name, annotations },
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', spec },
  );
}

function lowerPath(
  path: IngressPlan['rules'][number]['paths'][number],
): Plain<k8s.HttpIngressPath> {
  return {
    path: path.path,
    pathType: path.pathType,
    backend: { service: { name: path.serviceName, port: { name: path.portName } } },
  };
}
