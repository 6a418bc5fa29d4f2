/** exposures › gateway › gRPC match: a path of gRPC is `/package.Service/Method`, which GRPCRoute names in two fields. */

import type { Route } from '../neutral.ts';

/** What a GRPCRoute matches. */
export interface GrpcMatch {
  readonly service: string;
  readonly method?: string;
}

const SERVICE = /^\/([A-Za-z_][\w.]*)\/?$/;
const METHOD = /^\/([A-Za-z_][\w.]*)\/([A-Za-z_]\w*)$/;

/** The method match of a path; undefined for `/`, which is every call. */
export function grpcMatch({ path, type }: Route): GrpcMatch | undefined {
  const [, service, method] = METHOD.exec(path) ?? [];
  if (service !== undefined && method !== undefined && type === 'Exact') return { service, method };
  const whole = SERVICE.exec(path)?.[1];
  return whole === undefined ? undefined : { service: whole };
}

/** Whether a path can be said in a GRPCRoute. */
export function isGrpcPath(route: Route): boolean {
  if (route.path === '/') return route.type === 'Prefix';
  const match = grpcMatch(route);
  return match !== undefined && (match.method !== undefined) === (route.type === 'Exact');
}
