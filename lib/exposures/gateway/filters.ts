/** exposures › gateway › filters: neutral options in the filters of the Gateway API. */

import type { HttpRouteRulePlan } from '../../model/plan/exposure-plan.ts';
import type { HeaderChange } from '../../model/exposure.ts';
import type { Neutral, NeutralCors, Route } from '../neutral.ts';

type Filter = HttpRouteRulePlan['filters'][number];

/** Filters of one rule. @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter */
export function httpFilters(neutral: Neutral, route: Route): readonly Filter[] {
  const { cors, rewritePrefix } = neutral;
  return [
    ...(cors === undefined ? [] : [corsFilter(cors)]),
    ...headerFilters(neutral),
    ...(rewritePrefix === undefined ? [] : [rewriteFilter(rewritePrefix, route)]),
  ];
}

/** Filters that a GRPCRoute has too. */
export function headerFilters({ requestHeaders, responseHeaders }: Neutral): readonly Filter[] {
  return [
    ...(isEmpty(requestHeaders)
      ? []
      : [{ type: 'RequestHeaderModifier', requestHeaderModifier: modifier(requestHeaders) }]),
    ...(isEmpty(responseHeaders)
      ? []
      : [{ type: 'ResponseHeaderModifier', responseHeaderModifier: modifier(responseHeaders) }]),
  ];
}

/** Sends a request to the same address under HTTPS. */
export function redirectFilter(httpsPort: number | undefined): Filter {
  return {
    type: 'RequestRedirect',
    requestRedirect: {
      scheme: 'https',
      // Without a port the well-known one of the scheme is meant.
      ...(httpsPort === undefined || httpsPort === 443 ? {} : { port: httpsPort }),
      statusCode: 301,
    },
  };
}

function isEmpty(change: Required<HeaderChange>): boolean {
  return Object.keys(change.set).length === 0 && change.remove.length === 0;
}

function modifier({ set, remove }: Required<HeaderChange>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(set).map(([name, value]) => ({ name, value }));
  return {
    ...(entries.length === 0 ? {} : { set: entries }),
    ...(remove.length === 0 ? {} : { remove }),
  };
}

function corsFilter(cors: NeutralCors): Filter {
  return {
    type: 'CORS',
    cors: {
      allowOrigins: cors.allowOrigins,
      allowMethods: cors.allowMethods,
      ...(cors.allowHeaders.length === 0 ? {} : { allowHeaders: cors.allowHeaders }),
      ...(cors.exposeHeaders.length === 0 ? {} : { exposeHeaders: cors.exposeHeaders }),
      ...(cors.allowCredentials ? { allowCredentials: true } : {}),
      // The API takes whole seconds from 1 on.
      ...(cors.maxAgeSeconds === undefined || cors.maxAgeSeconds < 1
        ? {}
        : { maxAge: Math.ceil(cors.maxAgeSeconds) }),
    },
  };
}

/** A prefix is replaced by a prefix, slashes counted right; a whole path by a whole path. */
function rewriteFilter(rewritePrefix: string, { type }: Route): Filter {
  return {
    type: 'URLRewrite',
    urlRewrite: {
      path:
        type === 'Prefix'
          ? { type: 'ReplacePrefixMatch', replacePrefixMatch: rewritePrefix }
          : { type: 'ReplaceFullPath', replaceFullPath: rewritePrefix },
    },
  };
}
