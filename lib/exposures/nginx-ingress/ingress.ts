/** exposures › nginx ingress › ingress: one face of an exposure as an Ingress. */

import type { IngressPlan } from '../../model/plan/exposure-plan.ts';
import type { Face } from '../face.ts';
import type { Route } from '../neutral.ts';

/** What a dialect decides of an Ingress. */
export interface IngressSpelling {
  readonly annotations: Readonly<Record<string, string>>;
  readonly path: (
    route: Route,
  ) => Pick<IngressPlan['rules'][number]['paths'][number], 'path' | 'pathType'>;
}

/** Writes an Ingress: the same paths for every host, longer ones first for readers (controllers sort by themselves). */
export function ingress(face: Face, className: string, spelling: IngressSpelling): IngressPlan {
  const paths = face.routes
    .toSorted((a, b) => b.path.length - a.path.length)
    .map((route) => ({
      ...spelling.path(route),
      serviceName: route.target.serviceName,
      portName: route.target.portName,
    }));
  return {
    kind: 'ingress',
    name: face.name,
    className,
    annotations: spelling.annotations,
    rules: face.hosts.map((host) => ({ host, paths })),
    tls: face.secretName === undefined ? [] : [{ hosts: face.hosts, secretName: face.secretName }],
  };
}
