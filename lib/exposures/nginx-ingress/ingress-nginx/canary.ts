/** exposures › nginx ingress › ingress-nginx › canary: a weighted split as a second Ingress for the same hosts and paths. */

import type { Finding } from '../../../model/finding.ts';
import type { IngressPlan } from '../../../model/plan/exposure-plan.ts';
import type { ExposureTarget } from '../../../model/exposure.ts';
import { optInAnnotations } from '../../../model/opt-in.ts';
import type { Face } from '../../face.ts';
import { complaint } from '../../findings.ts';
import type { Neutral, Route } from '../../neutral.ts';
import { type IngressSpelling, ingress } from '../ingress.ts';

type Weight = NonNullable<ExposureTarget['weights']>[number];

/** The face with each split route led to its first Service, which gets what the canary leaves. */
export function withStable(face: Face): Face {
  return { ...face, routes: face.routes.map((route) => led(route, weightsOf(route)[0])) };
}

/** The second Ingress; the controller ignores all other annotations on it. @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary */
export function canaryIngress(
  face: Face,
  className: string,
  { path, sticky }: Pick<IngressSpelling, 'path'> & { readonly sticky: boolean },
): readonly IngressPlan[] {
  const split = face.routes.filter(
    (route) => weightsOf(route).length === 2 && route.target.weightsSteered !== true,
  );
  const weight = split.flatMap((route) => weightsOf(route)[1]?.weight ?? [])[0];
  if (weight === undefined) return [];
  const canary: Face = {
    name: `${face.name}-canary`,
    hosts: face.hosts,
    routes: split.map((route) => led(route, weightsOf(route)[1])),
  };
  return [
    ingress(canary, className, {
      path,
      annotations: {
        'nginx.ingress.kubernetes.io/canary': 'true',
        'nginx.ingress.kubernetes.io/canary-weight': String(weight),
        ...optInAnnotations(split[0]?.target.optIn ?? {}),
        ...(sticky && weight === 0 ? LET_GO : {}),
      },
    }),
  ];
}

/**
 * A cookie counts before the weight: whoever holds one of the canary's would stay with it at a share of 0.
 * @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.11.0/rootfs/etc/nginx/lua/balancer.lua route_to_alternative_balancer
 */
const LET_GO = { 'nginx.ingress.kubernetes.io/affinity-canary-behavior': 'legacy' };

/** Says what a share means where clients are bound by a cookie. Raises SW2127. */
export function stickyCanaryNote({ routes, at, sticky }: Neutral): readonly Finding[] {
  const split = routes.filter(({ target }) => target.weights !== undefined);
  if (sticky === undefined || split.length === 0) return [];
  const asks = split.some(({ target }) => target.optIn !== undefined);
  return [
    complaint('sticky-canary', `${at}.stickySessions`, {
      message: `A client with a cookie of the stable version stays there: the share of the canary counts among new sessions${asks ? ', and asking for it is heard without that cookie only' : ''}.`,
      because:
        'ingress-nginx looks at the cookie of the session before it looks at weights, headers and other cookies. At a share of 0 it lets clients of the canary go.',
      fix: 'Keep it so, or leave stickySessions out and keep sessions outside the pods.',
    }),
  ];
}

/** Complaints about splits that two Ingresses cannot say. Raises SW2111. */
export function canaryProblems({ routes, at }: Neutral): readonly Finding[] {
  const split = routes.filter((route) => weightsOf(route).length > 0);
  const wrong = split.some((route) => weightsOf(route).length !== 2);
  const said = split.map((route) =>
    JSON.stringify([weightsOf(route)[1]?.weight, optInAnnotations(route.target.optIn ?? {})]),
  );
  const differing = new Set(said).size > 1;
  if (!wrong && !differing) return [];
  return [
    complaint('value-not-expressible', at, {
      message: wrong
        ? 'ingress-nginx splits traffic between two Services, no more and no less.'
        : 'The processes of this exposure have canaries of different weights, or ask for them differently.',
      because:
        'There is one canary Ingress for a path, with one weight, one header and one cookie.',
      fix: 'Split between a stable and a canary Service with one weight and one `optIn`, or use gateway().',
    }),
  ];
}

function weightsOf(route: Route): readonly Weight[] {
  return route.target.weights ?? [];
}

function led(route: Route, weight: Weight | undefined): Route {
  if (weight === undefined) return route;
  return { ...route, target: { ...route.target, serviceName: weight.serviceName } };
}
