// Options in F5 NGINX Ingress Controller's own kind, one by one.
import { describe, expect, test } from 'vitest';
import { nginxIngress } from '../../lib/exposures/index.ts';
import type { NginxIngressOptions } from '../../lib/exposures/index.ts';
import type { ExposureFacts, ExposureTarget } from '../../lib/model/exposure.ts';
import type { CustomObjectPlan } from '../../lib/model/plan/exposure-plan.ts';
import { at, listAt } from '../support/kubernetes-object.ts';
import { situation, target } from './situation.ts';

const base = {
  resource: 'virtualServer',
  host: 'shop.example.com',
  tls: { issuer: 'letsencrypt' },
} as const;

function facts(
  options: NginxIngressOptions,
  targets: Readonly<Record<string, ExposureTarget>> = { web: target() },
): ExposureFacts {
  return nginxIngress({ ...base, ...options }).facts(situation(targets));
}

function objects(given: ExposureFacts, kind: string): readonly CustomObjectPlan[] {
  return given.objects.filter(
    (object): object is CustomObjectPlan => object.kind === 'custom' && object.objectKind === kind,
  );
}

function spec(options: NginxIngressOptions, over: Partial<ExposureTarget> = {}): unknown {
  return objects(facts(options, { web: target(over) }), 'VirtualServer')[0]?.spec;
}

function errors({ findings }: ExposureFacts): readonly string[] {
  return findings.map(({ name, path }) => `${name} ${path}`);
}

test('a host and an issuer are enough', () => {
  expect(spec({})).toEqual({
    ingressClassName: 'nginx',
    host: 'shop.example.com',
    tls: {
      secret: 'shop-tls',
      redirect: { enable: true },
      'cert-manager': { 'cluster-issuer': 'letsencrypt' },
    },
    upstreams: [
      {
        name: 'shop',
        service: 'shop',
        port: 80,
        'read-timeout': '36s',
        'next-upstream': 'error',
        'next-upstream-tries': 2,
      },
    ],
    routes: [{ path: '/', action: { pass: 'shop' } }],
  });
  expect(facts({}).findings).toEqual([]);
});

test('no connections to pods are pooled', () => {
  expect(facts({}).proxy.keepAliveSeconds).toBe(0);
});

test('each host has an object and a certificate of its own', () => {
  const given = facts(
    { hosts: ['*.example.net'], previewHost: 'next.example.com' },
    { web: target({ previewServiceName: 'shop-preview' }) },
  );
  expect(
    objects(given, 'VirtualServer').map(({ name, spec: one }) => [
      name,
      one['host'],
      at(one, 'tls', 'secret'),
      at(listAt(one, 'upstreams')[0], 'service'),
    ]),
  ).toEqual([
    ['shop', 'shop.example.com', 'shop-tls', 'shop'],
    ['shop-wildcard.example.net', '*.example.net', 'shop-wildcard.example.net-tls', 'shop'],
    ['shop-preview', 'next.example.com', 'shop-preview-tls', 'shop-preview'],
  ]);
  expect(given.secrets.map(({ name }) => name)).toEqual([
    'shop-tls',
    'shop-wildcard.example.net-tls',
    'shop-preview-tls',
  ]);
});

test('a certificate that exists is for all hosts, and reported once', () => {
  const given = facts({ hosts: ['b.example.com'], tls: { secretName: 'mine' } });
  expect(objects(given, 'VirtualServer').map(({ spec: one }) => at(one, 'tls'))).toEqual([
    { secret: 'mine', redirect: { enable: true } },
    { secret: 'mine', redirect: { enable: true } },
  ]);
  expect(given.secrets).toHaveLength(1);
});

test('a redirect where TLS ends in front goes by the forwarded protocol', () => {
  expect(at(spec({ tls: false, redirectToHttps: true }), 'tls')).toEqual({
    redirect: { enable: true, basedOn: 'x-forwarded-proto' },
  });
});

describe('upstreams', () => {
  test.each<[string, NginxIngressOptions, Partial<ExposureTarget>, object]>([
    ['a body size', { maxBodySize: '1Gi' }, {}, { 'client-max-body-size': '1g' }],
    [
      'time-outs',
      { timeouts: { connect: 3, read: '2m', send: 90 } },
      {},
      { 'connect-timeout': '3s', 'read-timeout': '120s', 'send-timeout': '90s' },
    ],
    ['no buffering', { responseBuffering: false }, {}, { buffering: false }],
    ['gRPC', {}, { protocol: 'grpc' }, { type: 'grpc' }],
    ['WebSockets', {}, { protocol: 'websocket' }, { 'read-timeout': '3600s' }],
    [
      'sticky sessions',
      { stickySessions: { maxAge: '1h' } },
      {},
      {
        sessionCookie: {
          enable: true,
          name: 'route',
          path: '/',
          httpOnly: true,
          secure: true,
          expires: '3600s',
        },
      },
    ],
  ])('say %s', (_, options, over, expected) => {
    expect(listAt(spec(options, over), 'upstreams')[0]).toMatchObject(expected);
    expect(errors(facts(options, { web: target(over) }))).toEqual([]);
  });
});

test('upstreams keep their limits beside one of WebSockets', () => {
  const given = facts(
    { paths: [{ path: '/' }, { path: '/ws', process: 'live' }] },
    { web: target(), live: target({ serviceName: 'live', protocol: 'websocket' }) },
  );
  const [shop, live] = listAt(objects(given, 'VirtualServer')[0]?.spec, 'upstreams');
  expect(shop).toMatchObject({ name: 'shop', 'read-timeout': '36s' });
  expect(shop).not.toHaveProperty('send-timeout');
  expect(live).toMatchObject({
    name: 'live',
    'read-timeout': '3600s',
    'send-timeout': '3600s',
  });
});

describe('routes', () => {
  test('replace the prefix with a slash on both sides, a whole path whole', () => {
    expect(
      at(
        spec({ rewritePrefix: '/v1', paths: [{ path: '/api' }, { path: '/a', type: 'Exact' }] }),
        'routes',
      ),
    ).toEqual([
      { path: '/api/', action: { proxy: { upstream: 'shop', rewritePath: '/v1/' } } },
      { path: '=/a', action: { proxy: { upstream: 'shop', rewritePath: '/v1' } } },
    ]);
  });
  test('change headers, commas and colons included', () => {
    expect(
      at(
        spec({
          requestHeaders: { set: { Accept: 'a, b' }, remove: ['X-Debug'] },
          responseHeaders: { set: { 'X-A': 'b: c' }, remove: ['Server'] },
        }),
        'routes',
      ),
    ).toEqual([
      {
        path: '/',
        action: {
          proxy: {
            upstream: 'shop',
            requestHeaders: {
              set: [
                { name: 'Accept', value: 'a, b' },
                { name: 'X-Debug', value: '' },
              ],
            },
            responseHeaders: {
              hide: ['X-A', 'Server'],
              add: [{ name: 'X-A', value: 'b: c', always: true }],
            },
          },
        },
      },
    ]);
  });
  test('split traffic', () => {
    const weights = [
      { serviceName: 'shop-stable', weight: 90 },
      { serviceName: 'shop-canary', weight: 10 },
    ];
    const given = spec({}, { weights });
    expect(at(given, 'routes')).toEqual([
      {
        path: '/',
        splits: [
          { weight: 90, action: { pass: 'shop-stable' } },
          { weight: 10, action: { pass: 'shop-canary' } },
        ],
      },
    ]);
    expect(listAt(given, 'upstreams').map((upstream) => at(upstream, 'name'))).toEqual([
      'shop-stable',
      'shop-canary',
    ]);
  });
});

test('a share of nothing is left out, for a split of one or by 0 is refused', () => {
  const weights = [
    { serviceName: 'shop-stable', weight: 100 },
    { serviceName: 'shop-canary', weight: 0 },
  ];
  const given = spec({}, { weights });
  expect(at(given, 'routes')).toEqual([{ path: '/', action: { pass: 'shop-stable' } }]);
  expect(listAt(given, 'upstreams').map((upstream) => at(upstream, 'name'))).toEqual([
    'shop-stable',
  ]);
});

test('limits and passwords are Policies', () => {
  const given = facts({
    rateLimit: { requestsPerSecond: 10, burst: 20 },
    auth: { kind: 'basic', secretName: 'users', realm: 'Shop' },
  });
  expect(objects(given, 'VirtualServer')[0]?.spec['policies']).toEqual([
    { name: 'shop-rate-limit' },
    { name: 'shop-basic-auth' },
  ]);
  expect(objects(given, 'Policy').map((policy) => policy.spec)).toEqual([
    {
      rateLimit: {
        rate: '10r/s',
        key: '${binary_remote_addr}',
        zoneSize: '10M',
        burst: 20,
        noDelay: true,
        rejectCode: 429,
      },
    },
    { basicAuth: { secret: 'users', realm: 'Shop' } },
  ]);
  expect(given.secrets.at(-1)?.name).toBe('users');
});

describe('refused', () => {
  test.each<[string, NginxIngressOptions, Partial<ExposureTarget>, string]>([
    [
      'a header with a variable of nginx',
      { responseHeaders: { set: { 'X-A': '$host' } } },
      {},
      'value-not-expressible expose.responseHeaders.set.X-A',
    ],
    [
      'gRPC without TLS',
      { tls: false, scope: 'internal' },
      { protocol: 'grpc' },
      'grpc-without-tls expose.tls',
    ],
    [
      'a rewrite of gRPC',
      { rewritePrefix: '/v1' },
      { protocol: 'grpc' },
      'value-not-expressible expose.rewritePrefix',
    ],
    [
      'an annotation of an Ingress',
      { annotations: { 'nginx.org/hsts': 'true' } },
      {},
      'annotation-of-another-controller expose.annotations.nginx.org/hsts',
    ],
  ])('%s', (_, options, over, expected) => {
    expect(errors(facts(options, { web: target(over) }))).toEqual([expected]);
  });
  test('by the other controller, which does not read it', () => {
    expect(errors(facts({ controller: 'ingress-nginx' }))).toContain(
      'value-not-expressible expose.resource',
    );
  });
});
