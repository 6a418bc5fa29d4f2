/** exposures › nginx ingress › virtual server › routes: processes as upstreams, paths as routes with an action or a split. */

import type { HeaderChange } from '../../../model/exposure.ts';
import { nginxSize } from '../../../units/byte-size.ts';
import { nginxTime } from '../../../units/duration.ts';
import type { Face } from '../../face.ts';
import type { Neutral, Route } from '../../neutral.ts';
import { type AskedService, askedServices } from '../../opt-in.ts';
import { rewrittenPath } from '../f5/rewrite.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Services behind a route: one, or those of a split. */
function servicesOf({
  target,
}: Route): readonly { readonly name: string; readonly weight: number }[] {
  const { weights, serviceName } = target;
  // A weight of 0 was refused for years, and a split of one always is: what gets nothing is left out, and one that is left gets all.
  // @see https://github.com/nginx/kubernetes-ingress/blob/v1.12.5/pkg/apis/configuration/validation/virtualserver.go validateSplits
  const served = (weights ?? []).filter(({ weight }) => weight > 0);
  return served.length === 0
    ? [{ name: serviceName, weight: 100 }]
    : served.map((split) => ({ name: split.serviceName, weight: split.weight }));
}

/** Services that are asked for, whether they have a share or not. */
function allServicesOf(route: Route): readonly string[] {
  return [
    ...servicesOf(route).map(({ name }) => name),
    ...askedServices(route).map(({ serviceName }) => serviceName),
  ];
}

/** Every Service once. */
export function upstreamsOf(neutral: Neutral, { routes }: Face): readonly Fields[] {
  const all = routes.flatMap((route) => allServicesOf(route).map((name) => ({ name, route })));
  const first = all.filter(({ name }, index) => all.findIndex((o) => o.name === name) === index);
  return first.map(({ name, route }) => upstream(neutral, name, route));
}

/** Connections to pods are not pooled: the controller sends `Connection: close` unless `keepalive` is set. */
function upstream(neutral: Neutral, name: string, { target, timeouts }: Route): Fields {
  const { maxBodyBytes, responseBuffering, retry, sticky, tls } = neutral;
  return {
    name,
    service: name,
    port: target.port,
    ...(target.protocol === 'grpc' ? { type: 'grpc' } : {}),
    ...(maxBodyBytes === undefined
      ? {}
      : { 'client-max-body-size': nginxSize(maxBodyBytes, 'offset') }),
    ...(timeouts.connect === undefined ? {} : { 'connect-timeout': nginxTime(timeouts.connect) }),
    'read-timeout': nginxTime(timeouts.read),
    ...(timeouts.send === undefined ? {} : { 'send-timeout': nginxTime(timeouts.send) }),
    ...RETRIES[retry],
    ...(responseBuffering === undefined ? {} : { buffering: responseBuffering }),
    ...(sticky === undefined
      ? {}
      : {
          sessionCookie: {
            enable: true,
            name: sticky.cookie,
            path: '/',
            httpOnly: true,
            ...(tls === undefined ? {} : { secure: true }),
            ...(sticky.maxAgeSeconds === undefined
              ? {}
              : { expires: nginxTime(sticky.maxAgeSeconds) }),
          },
        }),
  };
}

const RETRIES: Readonly<Record<Neutral['retry'], Fields>> = {
  connection: { 'next-upstream': 'error', 'next-upstream-tries': 2 },
  idempotent: {
    'next-upstream': 'error timeout http_502 http_503 http_504',
    'next-upstream-tries': 2,
  },
  off: { 'next-upstream': 'off' },
};

/** Paths, the longer ones first. */
export function routesOf(neutral: Neutral, { routes }: Face): readonly Fields[] {
  return routes
    .toSorted((a, b) => b.path.length - a.path.length)
    .map((route) => {
      const services = servicesOf(route);
      const [only] = services;
      return {
        path: route.type === 'Exact' ? `=${route.path}` : rewrittenPath(neutral, route),
        ...matchesOf(neutral, route),
        ...(services.length === 1 && only !== undefined
          ? { action: action(neutral, route, only.name) }
          : {
              splits: services.map(({ name, weight }) => ({
                weight,
                action: action(neutral, route, name),
              })),
            }),
      };
    });
}

/** Who asks comes before the shares; the first condition that holds decides. */
function matchesOf(neutral: Neutral, route: Route): Fields {
  const asked = askedServices(route);
  if (asked.length === 0) return {};
  return {
    matches: asked.map(({ by, name, value, serviceName }) => ({
      conditions: [{ [by]: name, value: mapKey(value) }],
      action: action(neutral, route, serviceName),
    })),
  };
}

/**
 * A value as nginx's `map` compares it: plain text without regard to case, an expression after `~` with it.
 * @see https://nginx.org/en/docs/http/ngx_http_map_module.html#map
 * @see https://github.com/nginx/kubernetes-ingress/blob/v1.12.5/internal/configs/virtualserver.go generateValueForMatchesRouteMap
 */
function mapKey(value: AskedService['value']): string {
  return value.kind === 'expression' ? `~${value.text}` : `~^${value.text.replaceAll('.', '[.]')}$`;
}

function action(neutral: Neutral, { type }: Route, upstreamName: string): Fields {
  const { rewritePrefix, requestHeaders, responseHeaders } = neutral;
  const rewritePath =
    rewritePrefix === undefined
      ? undefined
      : type === 'Exact' || rewritePrefix.endsWith('/')
        ? rewritePrefix
        : `${rewritePrefix}/`;
  const proxy: Fields = {
    ...(rewritePath === undefined ? {} : { rewritePath }),
    ...requestFields(requestHeaders),
    ...responseFields(responseHeaders),
  };
  return Object.keys(proxy).length === 0
    ? { pass: upstreamName }
    : { proxy: { upstream: upstreamName, ...proxy } };
}

/** A request header that is set to nothing is not passed on. */
function requestFields({ set, remove }: Required<HeaderChange>): Fields {
  const all = [
    ...Object.entries(set).map(([name, value]) => ({ name, value })),
    ...remove.map((name) => ({ name, value: '' })),
  ];
  return all.length === 0 ? {} : { requestHeaders: { set: all } };
}

/** A header that is set replaces the process's own, because adding alone would send both. */
function responseFields({ set, remove }: Required<HeaderChange>): Fields {
  const add = Object.entries(set).map(([name, value]) => ({ name, value, always: true }));
  const hide = [...Object.keys(set), ...remove];
  if (hide.length === 0) return {};
  return { responseHeaders: { hide, ...(add.length === 0 ? {} : { add }) } };
}
