/** exposures › gateway › routes: faces of an exposure as HTTPRoutes, or GRPCRoutes where the processes speak gRPC. */

import type {
  CustomObjectPlan,
  HttpRoutePlan,
  HttpRouteRulePlan,
} from '../../model/plan/exposure-plan.ts';
import { cookieExpression } from '../../model/opt-in.ts';
import { gatewayDuration } from '../../units/duration.ts';
import type { Face } from '../face.ts';
import { type Neutral, type Route, speaks } from '../neutral.ts';
import { type AskedService, askedServices } from '../opt-in.ts';
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
    rules: longestFirst(face.routes).flatMap((route) => {
      const path = {
        type: route.type === 'Prefix' ? 'PathPrefix' : 'Exact',
        value: route.path,
      } as const;
      const rest = {
        filters: [...extras.filters, ...httpFilters(neutral, route)],
        ...(extras.timeouts ? { timeouts: timeoutsOf(route) } : {}),
      };
      // More headers come before fewer, and of as many the earlier rule: who asks, in this order, then everybody else.
      return [
        ...askedServices(route).map((asked) => ({
          matches: [{ path, headers: [headerMatch(asked)] }],
          backends: [{ serviceName: asked.serviceName, port: route.target.port }],
          ...rest,
        })),
        { matches: [{ path }], backends: backendsOf(route), ...rest },
      ];
    }),
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

/** Cookies have no match of their own: they are looked for in the header that carries them all. @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheadermatch */
function headerMatch({
  by,
  name,
  value,
}: AskedService): NonNullable<HttpRouteRulePlan['matches'][number]['headers']>[number] {
  if (by === 'cookie') {
    return {
      type: 'RegularExpression',
      name: 'Cookie',
      value: cookieExpression(name, value.text),
    };
  }
  return value.kind === 'expression'
    ? { type: 'RegularExpression', name, value: value.text }
    : { type: 'Exact', name, value: value.text };
}

/** Streams are open as long as both sides like; `0s` switches the limit off. */
function timeoutsOf({ target, timeouts }: Route): NonNullable<HttpRouteRulePlan['timeouts']> {
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
      rules: longestFirst(face.routes).flatMap((route) => {
        const match = grpcMatch(route);
        const method = match === undefined ? {} : { method: match };
        const shared = filters.length === 0 ? {} : { filters };
        return [
          ...askedServices(route).map((asked) => ({
            matches: [{ ...method, headers: [headerMatch(asked)] }],
            ...shared,
            backendRefs: [{ name: asked.serviceName, port: route.target.port }],
          })),
          {
            ...(match === undefined ? {} : { matches: [method] }),
            ...shared,
            backendRefs: backendsOf(route).map(({ serviceName, ...rest }) => ({
              name: serviceName,
              ...rest,
            })),
          },
        ];
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
