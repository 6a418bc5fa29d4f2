// Objects reach the API server as `kubectl apply --server-side` would send them.
import type { ApiClient } from '../../support/api-client.ts';
import type { KubernetesObject } from '../../support/kubernetes-object.ts';
import { isFields } from '../../support/kubernetes-object.ts';

/** Plurals of the kinds that routing is made of, by API group and version. */
const places: Readonly<Record<string, string>> = {
  Namespace: '/api/v1/namespaces',
  ServiceAccount: '/api/v1/namespaces/NS/serviceaccounts',
  Pod: '/api/v1/namespaces/NS/pods',
  ConfigMap: '/api/v1/namespaces/NS/configmaps',
  Secret: '/api/v1/namespaces/NS/secrets',
  Service: '/api/v1/namespaces/NS/services',
  EndpointSlice: '/apis/discovery.k8s.io/v1/namespaces/NS/endpointslices',
  Ingress: '/apis/networking.k8s.io/v1/namespaces/NS/ingresses',
  IngressClass: '/apis/networking.k8s.io/v1/ingressclasses',
  EnvoyProxy: '/apis/gateway.envoyproxy.io/v1alpha1/namespaces/NS/envoyproxies',
  GatewayClass: '/apis/gateway.networking.k8s.io/v1/gatewayclasses',
  Gateway: '/apis/gateway.networking.k8s.io/v1/namespaces/NS/gateways',
  CustomResourceDefinition: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  AnalysisTemplate: '/apis/argoproj.io/v1alpha1/namespaces/NS/analysistemplates',
  Rollout: '/apis/argoproj.io/v1alpha1/namespaces/NS/rollouts',
  HTTPRoute: '/apis/gateway.networking.k8s.io/v1/namespaces/NS/httproutes',
  GRPCRoute: '/apis/gateway.networking.k8s.io/v1/namespaces/NS/grpcroutes',
};

/** Applies objects one after the other. @throws Error with the server's words when one is refused. */
export async function apply(
  client: ApiClient,
  objects: readonly KubernetesObject[],
): Promise<void> {
  for (const object of objects) {
    const { status, body } = await client.send(
      'PATCH',
      `${pathOf(object)}?fieldManager=slipway&force=true`,
      object,
      'application/apply-patch+yaml',
    );
    if (status < 300) continue;
    const words = isFields(body) ? String(body['message']) : JSON.stringify(body);
    throw new Error(`${object.kind} ${object.metadata.name}: ${status} ${words}`);
  }
}

/** Whether routing has anything to do with a kind. */
export function isRouting({ kind }: { readonly kind: string }): boolean {
  return ['Namespace', 'Service', 'Ingress', 'Gateway', 'HTTPRoute', 'GRPCRoute'].includes(kind);
}

/** Where an object stands. */
export function pathOf({ kind, metadata }: KubernetesObject): string {
  const place = places[kind];
  if (place === undefined) throw new Error(`the path of ${kind} is not known here`);
  return `${place.replace('NS', metadata.namespace ?? 'default')}/${metadata.name}`;
}
