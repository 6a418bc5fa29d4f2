/** exposures › nginx ingress › f5 › rewrite: the controller replaces the part of a path that matched, once for each Service. */

import type { Finding } from '../../../model/finding.ts';
import { complaint } from '../../findings.ts';
import type { Face } from '../../face.ts';
import { type Neutral, type Route, servicesOf } from '../../neutral.ts';

/** The `nginx.org/rewrites` of one Ingress. @see https://github.com/nginx/kubernetes-ingress/tree/v5.6.1/examples/ingress-resources/rewrites */
export function rewriteAnnotation(
  { rewritePrefix }: Neutral,
  { routes }: Face,
): string | undefined {
  if (rewritePrefix === undefined) return undefined;
  return servicesOf(routes)
    .map((service) => {
      const whole = routesTo(service, routes).every(({ type }) => type === 'Exact');
      return `serviceName=${service} rewrite=${whole ? rewritePrefix : slashed(rewritePrefix)}`;
    })
    .join(';');
}

/**
 * The path as it is written for a rewritten route: a prefix ends with a slash on both sides, otherwise `/api` → `/` would
 * turn `/api/x` into `//x`. nginx itself sends `/api` to `/api/`.
 */
export function rewrittenPath({ rewritePrefix }: Neutral, route: Route): string {
  return rewritePrefix === undefined || route.type === 'Exact' ? route.path : slashed(route.path);
}

function slashed(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}

function routesTo(service: string, routes: readonly Route[]): readonly Route[] {
  return routes.filter(({ target }) => target.serviceName === service);
}

/** Complaints about rewrites that one value for a Service cannot say. Raises SW2111. */
export function rewriteProblems({ at, routes, rewritePrefix }: Neutral): readonly Finding[] {
  if (rewritePrefix === undefined) return [];
  const mixed = servicesOf(routes).filter((service) => {
    const types = new Set(routesTo(service, routes).map(({ type }) => type));
    return types.size > 1 && rewritePrefix !== '/';
  });
  const grpc = routes.some(({ target }) => target.protocol === 'grpc');
  const fix = 'Remove `rewritePrefix` and let the application serve the path as it is.';
  return [
    ...mixed.map((service) =>
      complaint('value-not-expressible', `${at}.rewritePrefix`, {
        message: `F5 NGINX Ingress Controller takes one rewrite for the Service ${service}, which has Prefix and Exact paths.`,
        because: 'One of the two would reach the process with a slash too many or too few.',
        fix: 'Make all its paths Prefix or all Exact.',
      }),
    ),
    ...(grpc
      ? [
          complaint('value-not-expressible', `${at}.rewritePrefix`, {
            message: 'F5 NGINX Ingress Controller does not rewrite paths of gRPC.',
            because: 'A gRPC path names service and method; the rewrite would be ignored.',
            fix,
          }),
        ]
      : []),
  ];
}
