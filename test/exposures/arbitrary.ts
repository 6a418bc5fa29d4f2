/** Options and circumstances of exposures for property tests: all valid, many of them contradictory. */

import fc from 'fast-check';
import type { ExposureInput, ExposureOptions } from '../../lib/model/exposure.ts';
import { situation, target } from './situation.ts';

const host = fc.constantFrom(
  'shop.example.com',
  'www.example.com',
  '*.example.org',
  'Shop.example.com',
  'https://shop.example.com/',
  'a'.repeat(70),
);
const path = fc.constantFrom(
  '/',
  '/api',
  '/api/',
  '/a.b',
  '/static',
  'api',
  '/a(b|c)',
  '/é',
  '/a//b',
);
const duration = fc
  .constantFrom(1, 30, '5s', '1m30s', '2h', '250ms', 0)
  .filter((d) => d !== '250ms');
const name = fc.constantFrom('shop-users', 'shop-certificate');
const headers = fc.record(
  {
    set: fc.dictionary(
      fc.constantFrom('X-A', 'X-B', 'Content-Security-Policy'),
      fc.constantFrom('1', "default-src 'self', https:", 'a$b', 'say "hello"'),
      { noNullPrototype: true },
    ),
    remove: fc.uniqueArray(fc.constantFrom('Server', 'X-Debug')),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const describedIssuer = fc.constantFrom(
  { acme: {} },
  { acme: { email: 'ops@example.com', server: 'letsencrypt-staging', solver: 'http01' as const } },
  {
    acme: {
      server: 'https://ca.internal/directory',
      solver: {
        dns01: {
          route53: { region: 'eu-central-1', hostedZoneID: 'Z1', role: 'arn:aws:iam::1:role/a' },
        },
      },
    },
  },
  { ca: { secretName: 'root-ca' } },
  { selfSigned: true as const },
);

/** Options that pass the shape of every family. */
export const ANY_OPTIONS: fc.Arbitrary<ExposureOptions> = fc.record(
  {
    host: fc.oneof(host, fc.constant({ kind: 'undecided', reason: 'marketing' } as const)),
    hosts: fc.array(host, { maxLength: 3 }),
    paths: fc.array(
      fc.record(
        {
          path,
          type: fc.constantFrom('Prefix', 'Exact'),
          process: fc.constantFrom('web', 'api', 'constructor', 'wbe'),
        },
        { requiredKeys: ['path'], noNullPrototype: true },
      ),
      { maxLength: 3 },
    ),
    tls: fc.oneof(
      fc.constant(false as const),
      fc.record(
        {
          issuer: fc.constant('letsencrypt'),
          issuerKind: fc.constantFrom('ClusterIssuer', 'Issuer'),
          secretName: name,
        },
        { requiredKeys: ['issuer'], noNullPrototype: true },
      ),
      fc.record({ secretName: name }, { noNullPrototype: true }),
      fc.record({ issuer: describedIssuer }, { noNullPrototype: true }),
    ),
    redirectToHttps: fc.boolean(),
    maxBodySize: fc.constantFrom('10m', 0, '1Gi', 1_234_567, '10MB'),
    timeouts: fc.record(
      { connect: duration, read: duration, send: duration },
      { requiredKeys: [], noNullPrototype: true },
    ),
    rateLimit: fc.record(
      {
        requestsPerSecond: fc.constantFrom(1, 10, 0.5, 1 / 3, 5 / 60, 0.001, 1e6),
        burst: fc.nat({ max: 50 }),
        status: fc.constantFrom(429, 503),
      },
      { requiredKeys: ['requestsPerSecond'], noNullPrototype: true },
    ),
    cors: fc.oneof(
      fc.constant(false as const),
      fc.record(
        {
          allowOrigins: fc.constantFrom(
            ['*'],
            ['https://a.example.com', 'https://*.b.example.com'],
          ),
          allowMethods: fc.constantFrom(['GET'], ['PUT', 'DELETE'], ['*']),
          allowHeaders: fc.constantFrom(['Authorization'], []),
          exposeHeaders: fc.constantFrom(['X-Total'], []),
          allowCredentials: fc.boolean(),
          maxAge: duration,
        },
        { requiredKeys: ['allowOrigins'], noNullPrototype: true },
      ),
    ),
    stickySessions: fc.oneof(
      fc.boolean(),
      fc.record(
        { cookie: fc.constant('shop'), maxAge: duration },
        { requiredKeys: [], noNullPrototype: true },
      ),
    ),
    allowFrom: fc.constantFrom(['10.0.0.0/8'], ['10.0.0.0/8', '2001:db8::/32']),
    auth: fc
      .oneof(
        fc.record(
          {
            kind: fc.constant('basic' as const),
            secretName: name,
            realm: fc.constantFrom('Shop', 'a "b"'),
          },
          { requiredKeys: ['kind', 'secretName'], noNullPrototype: true },
        ),
        fc.record(
          {
            kind: fc.constant('external' as const),
            url: fc.constantFrom('http://auth.sso.svc:4180/check', 'https://auth.example.com', 'x'),
            signInUrl: fc.constantFrom('/oauth2/start', 'https://login.example.com/', ''),
            responseHeaders: fc.constantFrom(['X-User'], []),
          },
          { requiredKeys: ['kind', 'url'], noNullPrototype: true },
        ),
      )
      .filter((auth) => !('signInUrl' in auth) || auth.signInUrl !== ''),
    rewritePrefix: path,
    requestHeaders: headers,
    responseHeaders: headers,
    responseBuffering: fc.boolean(),
    retry: fc.constantFrom('connection', 'idempotent', 'off'),
    previewHost: host,
    annotations: fc.dictionary(
      fc.constantFrom(
        'nginx.org/proxy-read-timeout',
        'nginx.org/server-snippets',
        'nginx.ingress.kubernetes.io/service-upstream',
        'example.com/team',
      ),
      fc.constantFrom('true', '36s'),
      { noNullPrototype: true },
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const anyTarget = fc.record(
  {
    protocol: fc.constantFrom('http', 'grpc', 'websocket', 'sse'),
    requestTimeoutSeconds: fc.constantFrom(5, 30, 600),
    previewServiceName: fc.constant('shop-preview'),
    weights: fc.constantFrom(
      [
        { serviceName: 'shop-stable', weight: 80 },
        { serviceName: 'shop-canary', weight: 20 },
      ],
      [{ serviceName: 'shop-stable', weight: 100 }],
      [],
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** Circumstances: up to two web processes, of which the default may be missing. */
export const ANY_INPUT: fc.Arbitrary<ExposureInput> = fc
  .record({ web: anyTarget, api: fc.option(anyTarget, { nil: undefined }), none: fc.nat(20) })
  .map(({ web, api, none }) =>
    situation(
      none === 0
        ? {}
        : {
            web: target(web),
            ...(api === undefined ? {} : { api: target({ serviceName: 'shop-api', ...api }) }),
          },
    ),
  );

/** Options without the slips that every dialect complains about; what a dialect cannot say is still among them. */
export const CALM_OPTIONS: fc.Arbitrary<ExposureOptions> = ANY_OPTIONS.map((options) => ({
  ...options,
  host: 'shop.example.com',
  ...(options.hosts === undefined ? {} : { hosts: ['www.example.com', '*.example.org'] }),
  ...(options.paths === undefined
    ? {}
    : { paths: [{ path: '/' }, { path: '/healthz', type: 'Exact' as const }] }),
  ...(options.previewHost === undefined ? {} : { previewHost: 'preview.example.com' }),
  ...(options.rewritePrefix === undefined ? {} : { rewritePrefix: '/' }),
  ...(options.timeouts === undefined ? {} : { timeouts: { connect: 5 } }),
  ...(options.rateLimit === undefined ? {} : { rateLimit: { requestsPerSecond: 10, burst: 20 } }),
  ...(options.auth === undefined ? {} : { auth: calmAuth(options.auth) }),
  ...(options.requestHeaders === undefined
    ? {}
    : { requestHeaders: { set: { 'X-A': '1' }, remove: ['X-Debug'] } }),
  ...(options.responseHeaders === undefined ? {} : { responseHeaders: { set: { 'X-A': '1' } } }),
  ...(options.annotations === undefined ? {} : { annotations: { 'example.com/team': 'shop' } }),
}));

function calmAuth(
  auth: NonNullable<ExposureOptions['auth']>,
): NonNullable<ExposureOptions['auth']> {
  if (auth.kind === 'basic') return { kind: 'basic', secretName: 'users' };
  return {
    kind: 'external',
    url: 'http://auth.sso.svc:4180/check',
    ...(auth.signInUrl === undefined ? {} : { signInUrl: '/oauth2/start' }),
  };
}

/** Circumstances without a split of traffic. */
export const UNSPLIT_INPUT: fc.Arbitrary<ExposureInput> = ANY_INPUT.map((input) => ({
  ...input,
  targets: Object.fromEntries(
    Object.entries(input.targets).map(([name, one]) => [name, { ...one, weights: [] }]),
  ),
}));
