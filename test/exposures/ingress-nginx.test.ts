// Options in the words of the retired community controller, one by one.
import { describe, expect, test } from 'vitest';
import { nginxIngress } from '../../lib/exposures/index.ts';
import type { NginxIngressOptions } from '../../lib/exposures/index.ts';
import type { ExposureFacts, ExposureTarget } from '../../lib/model/exposure.ts';
import type { IngressPlan } from '../../lib/model/plan/exposure-plan.ts';
import { situation, target } from './situation.ts';

const base = {
  controller: 'ingress-nginx',
  host: 'shop.example.com',
  tls: { issuer: 'letsencrypt' },
} as const;

function facts(
  options: NginxIngressOptions,
  targets: Readonly<Record<string, ExposureTarget>> = { web: target() },
): ExposureFacts {
  return nginxIngress({ ...base, ...options }).facts(situation(targets));
}

function ingresses({ objects }: ExposureFacts): readonly IngressPlan[] {
  return objects.filter((object) => object.kind === 'ingress');
}

const PREFIX = 'nginx.ingress.kubernetes.io/';

/** What an option adds to the annotations of the plain exposure, without the prefix. */
function added(options: NginxIngressOptions, over: Partial<ExposureTarget> = {}): object {
  const plain = ingresses(facts({}))[0]?.annotations ?? {};
  const own = ingresses(facts(options, { web: target(over) }))[0]?.annotations ?? {};
  return Object.fromEntries(
    Object.entries(own)
      .filter(([key, value]) => plain[key] !== value)
      .map(([key, value]) => [key.replace(PREFIX, ''), value]),
  );
}

function errors({ findings }: ExposureFacts): readonly string[] {
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ name, path }) => `${name} ${path}`);
}

test('what is derived is written with the other prefix, in seconds without a unit', () => {
  expect(ingresses(facts({}))[0]?.annotations).toEqual({
    'cert-manager.io/cluster-issuer': 'letsencrypt',
    'nginx.ingress.kubernetes.io/proxy-next-upstream': 'error',
    'nginx.ingress.kubernetes.io/proxy-next-upstream-tries': '2',
    'nginx.ingress.kubernetes.io/proxy-read-timeout': '36',
  });
  expect(facts({}).proxy.sources).toEqual([
    { kind: 'pods', namespaceLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } },
  ]);
});

test('the retirement is a warning with the day and the way out', () => {
  const [finding] = facts({}).findings;
  expect(finding).toMatchObject({ name: 'controller-retired', severity: 'warning' });
  expect(finding?.message).toContain('2026-03-24');
  expect(finding?.fix).toContain('gateway()');
});

describe('annotations', () => {
  test.each<[string, NginxIngressOptions, object]>([
    ['a body size', { maxBodySize: '20Mi' }, { 'proxy-body-size': '20m' }],
    [
      'time-outs',
      { timeouts: { connect: 3, read: '2m', send: '45s' } },
      { 'proxy-connect-timeout': '3', 'proxy-read-timeout': '120', 'proxy-send-timeout': '45' },
    ],
    [
      'a rate',
      { rateLimit: { requestsPerSecond: 10, burst: 20 } },
      { 'limit-rps': '10', 'limit-burst-multiplier': '2' },
    ],
    [
      'a rate below one a second',
      { rateLimit: { requestsPerSecond: 0.5, burst: 60 } },
      { 'limit-rpm': '30', 'limit-burst-multiplier': '2' },
    ],
    ['no redirect', { redirectToHttps: false }, { 'ssl-redirect': 'false' }],
    ['no buffering', { responseBuffering: false }, { 'proxy-buffering': 'off' }],
    ['buffering', { responseBuffering: true }, { 'proxy-buffering': 'on' }],
    ['no retries', { retry: 'off' }, { 'proxy-next-upstream': 'off' }],
    [
      "cross-origin requests, the controller's generous defaults overridden",
      { cors: { allowOrigins: ['https://a.example.com', 'https://b.example.com'] } },
      {
        'enable-cors': 'true',
        'cors-allow-origin': 'https://a.example.com,https://b.example.com',
        'cors-allow-methods': 'GET, HEAD, POST',
        'cors-allow-headers': 'Accept',
        'cors-allow-credentials': 'false',
        'cors-max-age': '5',
      },
    ],
    ['some addresses', { allowFrom: ['10.0.0.0/8'] }, { 'whitelist-source-range': '10.0.0.0/8' }],
    [
      'passwords',
      { auth: { kind: 'basic', secretName: 'users' } },
      { 'auth-type': 'basic', 'auth-secret': 'users' },
    ],
    [
      'another service that decides',
      {
        auth: {
          kind: 'external',
          url: 'https://auth.example.com/check',
          signInUrl: 'https://auth.example.com/start',
          responseHeaders: ['X-User', 'X-Email'],
        },
      },
      {
        'auth-url': 'https://auth.example.com/check',
        'auth-signin': 'https://auth.example.com/start',
        'auth-response-headers': 'X-User,X-Email',
      },
    ],
    [
      'sticky sessions',
      { stickySessions: { maxAge: '1h' } },
      {
        affinity: 'cookie',
        'session-cookie-name': 'route',
        'session-cookie-max-age': '3600',
        'session-cookie-secure': 'true',
      },
    ],
    ['a rewrite', { rewritePrefix: '/v1' }, { 'use-regex': 'true', 'rewrite-target': '/v1/$2' }],
  ])('say %s', (_, options, expected) => {
    expect(added(options)).toEqual(expected);
    expect(errors(facts(options))).toEqual([]);
  });

  test('say a redirect by the forwarded protocol where TLS ends in front', () => {
    expect(added({ tls: false, redirectToHttps: true })).toEqual({ 'force-ssl-redirect': 'true' });
  });
  test.each<[ExposureTarget['protocol'], object]>([
    ['grpc', { 'backend-protocol': 'GRPC' }],
    ['websocket', { 'proxy-read-timeout': '3600', 'proxy-send-timeout': '3600' }],
    [
      'sse',
      { 'proxy-buffering': 'off', 'proxy-read-timeout': '3600', 'proxy-send-timeout': '3600' },
    ],
  ])('follow the protocol %s', (protocol, expected) => {
    expect(added({}, { protocol })).toEqual(expected);
  });
});

describe('rewritten paths', () => {
  test.each<[string, 'Prefix' | 'Exact', string]>([
    ['/api', 'Prefix', '/api(/|$)(.*)'],
    ['/api/', 'Prefix', '/api(/|$)(.*)'],
    ['/v1.0', 'Prefix', '/v1[.]0(/|$)(.*)'],
    ['/', 'Prefix', '/()(.*)'],
    ['/api', 'Exact', '/api()()$'],
  ])('%s (%s) become %s', (path, type, expected) => {
    const given = facts({ paths: [{ path, type }], rewritePrefix: '/' });
    expect(ingresses(given)[0]?.rules[0]?.paths).toEqual([
      {
        path: expected,
        pathType: 'ImplementationSpecific',
        serviceName: 'shop',
        portName: 'http',
      },
    ]);
  });
  // The controller puts ^ in front and matches without regard to case.
  test.each<[string, string, string, string | undefined]>([
    ['/api', '/', '/api/x/y', '/x/y'],
    ['/api', '/', '/api', '/'],
    ['/api', '/v1', '/api/x', '/v1/x'],
    ['/api', '/v1', '/apis', undefined],
    ['/', '/v1', '/x', '/v1/x'],
    ['/a.b', '/', '/aXb', undefined],
  ])('under %s to %s send %s to %s', (path, prefix, asked, reached) => {
    const given = facts({ paths: [{ path }], rewritePrefix: prefix });
    const [ingress] = ingresses(given);
    const expression = new RegExp(`^${ingress?.rules[0]?.paths[0]?.path}`, 'i');
    const replacement = ingress?.annotations[`${PREFIX}rewrite-target`] ?? '';
    const found = expression.test(asked) ? asked.replace(expression, replacement) : undefined;
    expect(found).toBe(reached);
  });
});

describe('a split of traffic', () => {
  const weights = [
    { serviceName: 'shop-stable', weight: 80 },
    { serviceName: 'shop-canary', weight: 20 },
  ];
  test('is a second Ingress for the same hosts and paths, with nothing else on it', () => {
    const [main, canary] = ingresses(
      facts({ paths: [{ path: '/shop' }], maxBodySize: '5m' }, { web: target({ weights }) }),
    );
    expect(main?.rules[0]?.paths[0]?.serviceName).toBe('shop-stable');
    expect(canary).toEqual({
      kind: 'ingress',
      name: 'shop-canary',
      className: 'nginx',
      annotations: {
        'nginx.ingress.kubernetes.io/canary': 'true',
        'nginx.ingress.kubernetes.io/canary-weight': '20',
      },
      rules: [
        {
          host: 'shop.example.com',
          paths: [
            { path: '/shop', pathType: 'Prefix', serviceName: 'shop-canary', portName: 'http' },
          ],
        },
      ],
      tls: [],
    });
  });
  test('leaves other processes alone', () => {
    const given = facts(
      { paths: [{ path: '/' }, { path: '/api', process: 'api' }] },
      { web: target({ weights }), api: target({ serviceName: 'shop-api' }) },
    );
    expect(ingresses(given)[1]?.rules[0]?.paths).toMatchObject([{ path: '/' }]);
  });
  test('in three is refused', () => {
    const three = [...weights, { serviceName: 'shop-third', weight: 0 }];
    expect(errors(facts({}, { web: target({ weights: three }) }))).toEqual([
      'value-not-expressible expose',
    ]);
  });
  test('with different weights is refused', () => {
    const other = [
      { serviceName: 'api-stable', weight: 50 },
      { serviceName: 'api-canary', weight: 50 },
    ];
    const given = facts(
      { paths: [{ path: '/' }, { path: '/api', process: 'api' }] },
      { web: target({ weights }), api: target({ weights: other }) },
    );
    expect(errors(given)).toEqual(['value-not-expressible expose']);
  });
});

describe('refused', () => {
  test.each<[string, NginxIngressOptions, string]>([
    [
      'a burst that is no multiple of the rate',
      { rateLimit: { requestsPerSecond: 10, burst: 25 } },
      'value-not-expressible expose.rateLimit.burst',
    ],
    [
      'no burst at all',
      { rateLimit: { requestsPerSecond: 10, burst: 0 } },
      'value-not-expressible expose.rateLimit.burst',
    ],
    [
      'a path with characters that its webhook refuses',
      { paths: [{ path: '/@me' }] },
      'value-not-expressible expose.paths',
    ],
    [
      'an exact path rewritten to something longer',
      { paths: [{ path: '/a', type: 'Exact' }], rewritePrefix: '/v1' },
      'value-not-expressible expose.rewritePrefix',
    ],
    [
      'a status of its own for the rate limit',
      { rateLimit: { requestsPerSecond: 10, status: 429 } },
      'option-not-expressible expose.rateLimit.status',
    ],
    [
      'header changes',
      { requestHeaders: { set: { 'X-A': '1' } } },
      'option-not-expressible expose.requestHeaders.set',
    ],
    [
      'an annotation that is derived',
      { annotations: { 'nginx.ingress.kubernetes.io/proxy-next-upstream': 'timeout' } },
      'annotation-derived expose.annotations.nginx.ingress.kubernetes.io/proxy-next-upstream',
    ],
    [
      'a snippet nobody consented to',
      { annotations: { 'nginx.ingress.kubernetes.io/configuration-snippet': 'return 200;' } },
      'snippet-without-consent expose.annotations.nginx.ingress.kubernetes.io/configuration-snippet',
    ],
  ])('%s', (_, options, expected) => {
    expect(errors(facts(options))).toEqual([expected]);
  });
  test('gRPC and HTTP in one Ingress', () => {
    const given = facts(
      { paths: [{ path: '/' }, { path: '/rpc', process: 'rpc' }] },
      { web: target(), rpc: target({ serviceName: 'rpc', protocol: 'grpc' }) },
    );
    expect(errors(given)).toEqual(['value-not-expressible expose.paths']);
  });
});
