/** What Ingresses say to the two nginx controllers, by annotation. */

import { dataAt, listAt, scalarAt, textAt } from './data.ts';
import { type ManifestObject, type ManifestSet, objectsOf } from './manifest-set.ts';

/** Annotations of ingress-nginx, the controller of the Kubernetes project (archived in March 2026). */
export const INGRESS_NGINX = 'nginx.ingress.kubernetes.io/';

/** Annotations of F5 NGINX Ingress Controller. */
export const F5_NGINX = 'nginx.org/';

/** Annotations of the AWS Load Balancer Controller. */
export const ALB = 'alb.ingress.kubernetes.io/';

/** One path of an Ingress. */
export interface IngressRoute {
  readonly host: string;
  readonly path: string;
  readonly pathType: string;
  readonly service: string;
  /** Name or number of the Service's port, as text. */
  readonly port: string;
}

/** All Ingresses of a set. */
export function ingressesOf(set: ManifestSet): readonly ManifestObject[] {
  return objectsOf(set, 'Ingress');
}

/** The paths of an Ingress, in order. */
export function routesOf({ body }: ManifestObject): readonly IngressRoute[] {
  return listAt(body, 'spec', 'rules').flatMap((rule) =>
    listAt(rule, 'http', 'paths').map((entry) => ({
      host: textAt(rule, 'host') ?? '*',
      path: textAt(entry, 'path') ?? '/',
      pathType: textAt(entry, 'pathType') ?? 'ImplementationSpecific',
      service: textAt(entry, 'backend', 'service', 'name') ?? '',
      port: portOf(entry),
    })),
  );
}

/** Whether an Ingress is the canary of another one (ingress-nginx). */
export function isCanary({ annotations }: ManifestObject): boolean {
  return annotations[`${INGRESS_NGINX}canary`] === 'true';
}

/** The class an Ingress asks for; empty when it leaves it to the cluster's default. */
export function classOf({ annotations, body }: ManifestObject): string {
  return (
    textAt(body, 'spec', 'ingressClassName') ?? annotations['kubernetes.io/ingress.class'] ?? ''
  );
}

/** Whether an Ingress makes an Application Load Balancer. */
export function isAlb(on: ManifestObject): boolean {
  return classOf(on) === 'alb' || Object.keys(on.annotations).some((key) => key.startsWith(ALB));
}

/** Where an annotation stands, as a path. */
export function annotationPath(key: string): string {
  return `metadata.annotations[${key}]`;
}

function portOf(entry: unknown): string {
  const port = dataAt(entry, 'backend', 'service', 'port');
  return String(scalarAt(port, 'name') ?? scalarAt(port, 'number') ?? '');
}
