/** exposures › gateway › routes: faces of an exposure as HTTPRoutes, or GRPCRoutes where the processes speak gRPC. */

import type {
  CustomObjectPlan,
  HttpRoutePlan,
  HttpRouteRulePlan,
} from '../../model/plan/exposure-plan.ts';
import { gatewayDuration } from '../../units/duration.ts';
import type { Face } from '../face.ts';
import { type Neutral, type Route, speaks } from '../neutral.ts';
import type { Attachment } from './attachment.ts';
import { headerFilters, httpFilters, redirectFilter } from './filters.ts';
import { grpcMatch } from './grpc-match.ts';

/** What an implementation adds to a standard route. */
export interface RouteExtras {
  /** Write `timeouts`; some implementations refuse the whole route because of it. */
  readonly timeouts: boolean;
  /** Filters that name objects of the implementation. */
  readonly filters: HttpRouteRulePlan['filters'];
}

/** The route of one face. */
export function routeOf(
  neutral: Neutral,
  face: Face,
  attachment: Attachment,
  extras: RouteExtras,
): HttpRoutePlan | CustomObjectPlan {
  return speaks(face, 'grpc')
    ? grpcRoute(neutral, face, attachment, extras)
    : httpRoute(neutral, face, attachment, extras);
}

function httpRoute(
  neutral: Neutral,
  face: Face,
  attachment: Attachment,
  extras: RouteExtras,
): HttpRoutePlan {
  return {
    kind: 'httpRoute',
    name: face.name,
    annotations: neutral.annotations,
    parents: parentsOf(face, attachment),
    hostnames: face.hosts,
    rules: longestFirst(face.routes).map((route) => ({
      matches: [
        {
          path: { type: route.type === 'Prefix' ? 'PathPrefix' : 'Exact', value: route.path },
        },
      ],
      filters: [...extras.filters, ...httpFilters(neutral, route)],
      backends: backendsOf(route),
      ...(extras.timeouts ? { timeouts: timeoutsOf(neutral, route) } : {}),
    })),
  };
}

/** A route attaches to the HTTPS listeners of its own hosts only. */
function parentsOf(face: Face, { parents, creation, redirect }: Attachment): Attachment['parents'] {
  if (creation === undefined || !redirect || parents.length === 1) return parents;
  const own = parents.filter(({ sectionName }) =>
    face.hosts.some((host) => sectionName === `https-${host.replace('*', 'wildcard')}`),
  );
  return own.length === 0 ? parents : own;
}

function longestFirst(routes: readonly Route[]): readonly Route[] {
  return routes.toSorted((a, b) => b.path.length - a.path.length);
}

function backendsOf({ target }: Route): HttpRouteRulePlan['backends'] {
  const { weights, port, serviceName } = target;
  return weights === undefined || weights.length === 0
    ? [{ serviceName, port }]
    : weights.map((split) => ({ serviceName: split.serviceName, port, weight: split.weight }));
}

/** Streams are open as long as both sides like; `0s` switches the limit off. */
function timeoutsOf(
  { timeouts }: Neutral,
  { target }: Route,
): NonNullable<HttpRouteRulePlan['timeouts']> {
  const streams = target.protocol === 'websocket' || target.protocol === 'sse';
  return { request: streams ? '0s' : gatewayDuration(timeouts.read) };
}

function grpcRoute(
  neutral: Neutral,
  face: Face,
  attachment: Attachment,
  extras: RouteExtras,
): CustomObjectPlan {
  const filters = [...extras.filters, ...headerFilters(neutral)];
  return {
    kind: 'custom',
    apiVersion: 'gateway.networking.k8s.io/v1',
    objectKind: 'GRPCRoute',
    name: face.name,
    annotations: neutral.annotations,
    spec: {
      parentRefs: parentsOf(face, attachment),
      hostnames: face.hosts,
      rules: longestFirst(face.routes).map((route) => {
        const match = grpcMatch(route);
        return {
          ...(match === undefined ? {} : { matches: [{ method: match }] }),
          ...(filters.length === 0 ? {} : { filters }),
          backendRefs: backendsOf(route).map(({ serviceName, ...rest }) => ({
            name: serviceName,
            ...rest,
          })),
        };
      }),
    },
  };
}

/** The route on the HTTP listener that only redirects. */
export function redirectRoute(
  neutral: Neutral,
  faces: readonly Face[],
  attachment: Attachment,
): readonly HttpRoutePlan[] {
  if (!attachment.redirect || faces.length === 0) return [];
  return [
    {
      kind: 'httpRoute',
      name: `${neutral.name}-redirect`,
      annotations: {},
      parents: attachment.redirectParents,
      hostnames: faces.flatMap(({ hosts }) => hosts),
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          filters: [redirectFilter(attachment.creation?.httpsPort)],
          backends: [],
        },
      ],
    },
  ];
}
