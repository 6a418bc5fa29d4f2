// Options in the words of F5 NGINX Ingress Controller, one by one.
import { describe, expect, test } from 'vitest';
import { nginxIngress } from '../../lib/exposures/index.ts';
import type { NginxIngressOptions } from '../../lib/exposures/index.ts';
import type { ExposureFacts, ExposureTarget } from '../../lib/model/exposure.ts';
import type { CustomObjectPlan, IngressPlan } from '../../lib/model/plan/exposure-plan.ts';
import { situation, target } from './situation.ts';

const base = { host: 'shop.example.com', tls: { issuer: 'letsencrypt' } } as const;

function facts(
  options: NginxIngressOptions,
  targets: Readonly<Record<string, ExposureTarget>> = { web: target() },
): ExposureFacts {
  return nginxIngress({ ...base, ...options }).facts(situation(targets));
}

function ingresses({ objects }: ExposureFacts): readonly IngressPlan[] {
  return objects.filter((object) => object.kind === 'ingress');
}

function policies({ objects }: ExposureFacts): readonly CustomObjectPlan[] {
  return objects.filter((object) => object.kind === 'custom');
}

/** What an option adds to the annotations of the plain exposure. */
function added(options: NginxIngressOptions, over: Partial<ExposureTarget> = {}): object {
  const plain = ingresses(facts({}))[0]?.annotations ?? {};
  const own = ingresses(facts(options, { web: target(over) }))[0]?.annotations ?? {};
  return Object.fromEntries(Object.entries(own).filter(([key, value]) => plain[key] !== value));
}

function errors({ findings }: ExposureFacts): readonly string[] {
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ name, path }) => `${name} ${path}`);
}

test('a host and an issuer are enough', () => {
  expect(facts({})).toEqual({
    title: 'F5 NGINX Ingress Controller',
    because: expect.anything(),
    scope: 'public',
    hosts: ['shop.example.com'],
    tls: true,
    proxy: {
      kind: 'nginx',
      keepAliveSeconds: 60,
      readTimeoutSeconds: 36,
      propagationSeconds: 10,
      minimumPropagationSeconds: 5,
      sources: [
        {
          kind: 'pods',
          namespaceLabels: { 'kubernetes.io/metadata.name': 'nginx-ingress' },
        },
      ],
    },
    objects: [
      {
        kind: 'ingress',
        name: 'shop',
        className: 'nginx',
        annotations: {
          'cert-manager.io/cluster-issuer': 'letsencrypt',
          'nginx.org/proxy-next-upstream': 'error',
          'nginx.org/proxy-next-upstream-tries': '2',
          'nginx.org/proxy-read-timeout': '36s',
        },
        rules: [
          {
            host: 'shop.example.com',
            paths: [{ path: '/', pathType: 'Prefix', serviceName: 'shop', portName: 'http' }],
          },
        ],
        tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }],
      },
    ],
    secrets: [
      {
        name: 'shop-tls',
        purpose:
          'certificate for shop.example.com (type kubernetes.io/tls, keys tls.crt and tls.key)',
        holds: { type: 'kubernetes.io/tls', keys: ['tls.crt', 'tls.key'] },
        madeBy: 'cert-manager',
      },
    ],
    findings: [],
  });
});

describe('annotations', () => {
  test.each<[string, NginxIngressOptions, object]>([
    ['a body size', { maxBodySize: '20Mi' }, { 'nginx.org/client-max-body-size': '20m' }],
    ['a size in gibibytes', { maxBodySize: '2Gi' }, { 'nginx.org/client-max-body-size': '2g' }],
    ['an unlimited body', { maxBodySize: 0 }, { 'nginx.org/client-max-body-size': '0' }],
    [
      'a size that is whole in no unit',
      { maxBodySize: '10MB' },
      { 'nginx.org/client-max-body-size': '10000000' },
    ],
    [
      'time-outs',
      { timeouts: { connect: 3, read: '2m', send: '45s' } },
      {
        'nginx.org/proxy-connect-timeout': '3s',
        'nginx.org/proxy-read-timeout': '120s',
        'nginx.org/proxy-send-timeout': '45s',
      },
    ],
    [
      'a rate',
      { rateLimit: { requestsPerSecond: 10 } },
      {
        'nginx.org/limit-req-rate': '10r/s',
        'nginx.org/limit-req-zone-size': '10m',
        'nginx.org/limit-req-burst': '50',
        'nginx.org/limit-req-no-delay': 'true',
        'nginx.org/limit-req-reject-code': '429',
      },
    ],
    [
      'a rate below one a second, without burst',
      { rateLimit: { requestsPerSecond: 0.5, burst: 0, status: 503 } },
      {
        'nginx.org/limit-req-rate': '30r/m',
        'nginx.org/limit-req-zone-size': '10m',
        'nginx.org/limit-req-reject-code': '503',
      },
    ],
    ['no redirect', { redirectToHttps: false }, { 'nginx.org/ssl-redirect': 'false' }],
    ['no buffering', { responseBuffering: false }, { 'nginx.org/proxy-buffering': 'false' }],
    ['buffering', { responseBuffering: true }, { 'nginx.org/proxy-buffering': 'true' }],
    ['no retries', { retry: 'off' }, { 'nginx.org/proxy-next-upstream': 'off' }],
    [
      'retries of whatever may be repeated',
      { retry: 'idempotent' },
      { 'nginx.org/proxy-next-upstream': 'error timeout http_502 http_503 http_504' },
    ],
    [
      'sticky sessions',
      { stickySessions: true },
      {
        'nginx.org/sticky-cookie-services': 'serviceName=shop route httponly secure path=/',
      },
    ],
    [
      'sticky sessions by a cookie that lasts',
      { stickySessions: { cookie: 'shop', maxAge: '1h' } },
      {
        'nginx.org/sticky-cookie-services':
          'serviceName=shop shop expires=3600s httponly secure path=/',
      },
    ],
    [
      'passwords',
      { auth: { kind: 'basic', secretName: 'users', realm: 'Shop' } },
      { 'nginx.org/basic-auth-secret': 'users', 'nginx.org/basic-auth-realm': 'Shop' },
    ],
    [
      'request headers',
      { requestHeaders: { set: { 'X-Channel': 'web' }, remove: ['X-Debug'] } },
      { 'nginx.org/proxy-set-headers': 'X-Channel: web,X-Debug:' },
    ],
    [
      'response headers, which replace those of the process',
      { responseHeaders: { set: { 'X-Frame-Options': 'DENY' }, remove: ['Server'] } },
      {
        'nginx.org/add-header': 'X-Frame-Options: DENY: always',
        'nginx.org/proxy-hide-headers': 'X-Frame-Options,Server',
      },
    ],
    [
      'an issuer of the namespace',
      { tls: { issuer: 'own', issuerKind: 'Issuer' } },
      { 'cert-manager.io/issuer': 'own' },
    ],
    [
      'annotations of the author',
      { annotations: { 'nginx.org/hsts': 'true' } },
      { 'nginx.org/hsts': 'true' },
    ],
  ])('say %s', (_, options, expected) => {
    expect(added(options)).toEqual(expected);
    expect(errors(facts(options))).toEqual([]);
  });

  test('say a redirect by the forwarded protocol where TLS ends in front', () => {
    expect(added({ tls: false, redirectToHttps: true })).toMatchObject({
      'nginx.org/redirect-to-https': 'true',
    });
  });

  test.each<[ExposureTarget['protocol'], object]>([
    ['grpc', { 'nginx.org/grpc-services': 'shop' }],
    [
      'websocket',
      {
        'nginx.org/websocket-services': 'shop',
        'nginx.org/proxy-read-timeout': '3600s',
        'nginx.org/proxy-send-timeout': '3600s',
      },
    ],
    [
      'sse',
      {
        'nginx.org/proxy-buffering': 'false',
        'nginx.org/proxy-read-timeout': '3600s',
        'nginx.org/proxy-send-timeout': '3600s',
      },
    ],
  ])('follow the protocol %s', (protocol, expected) => {
    expect(added({}, { protocol })).toEqual(expected);
  });
});

describe('policies', () => {
  test('let in some addresses, in the namespace of the Ingress', () => {
    const given = facts({ allowFrom: ['192.0.2.0/24'] });
    expect(ingresses(given)[0]?.annotations['nginx.org/policies']).toBe('shop-allow-from');
    expect(policies(given)).toEqual([
      {
        kind: 'custom',
        apiVersion: 'k8s.nginx.org/v1',
        objectKind: 'Policy',
        name: 'shop-allow-from',
        spec: { accessControl: { allow: ['192.0.2.0/24'] } },
      },
    ]);
  });
  test('answer cross-origin requests', () => {
    const given = facts({
      cors: {
        allowOrigins: ['https://app.example.com'],
        allowHeaders: ['Authorization'],
        allowCredentials: true,
        maxAge: '10m',
      },
    });
    expect(policies(given).map(({ spec }) => spec)).toEqual([
      {
        cors: {
          allowOrigin: ['https://app.example.com'],
          allowMethods: ['GET', 'HEAD', 'POST'],
          allowHeaders: ['Authorization'],
          allowCredentials: true,
          maxAge: 600,
        },
      },
    ]);
  });
  test('ask another service, named by its address in the cluster', () => {
    const given = facts({
      auth: {
        kind: 'external',
        url: 'https://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth',
        signInUrl: 'https://shop.example.com/oauth2/start',
      },
    });
    expect(policies(given).map(({ spec }) => spec)).toEqual([
      {
        externalAuth: {
          authURI: '/oauth2/auth',
          authServiceName: 'auth/oauth2-proxy',
          authServicePorts: [4180],
          sslEnabled: true,
          authSigninURI: '/oauth2/start',
          authSigninRedirectBasePath: '/oauth2',
        },
      },
    ]);
    expect(errors(given)).toEqual([]);
  });
});

describe('paths', () => {
  const api = target({ serviceName: 'shop-api' });
  test('lead to processes, the longer ones first', () => {
    const given = facts(
      { paths: [{ path: '/' }, { path: '/api', process: 'api' }, { path: '/ok', type: 'Exact' }] },
      { web: target(), api },
    );
    expect(ingresses(given)[0]?.rules[0]?.paths).toEqual([
      { path: '/api', pathType: 'Prefix', serviceName: 'shop-api', portName: 'http' },
      { path: '/ok', pathType: 'Exact', serviceName: 'shop', portName: 'http' },
      { path: '/', pathType: 'Prefix', serviceName: 'shop', portName: 'http' },
    ]);
  });
  test.each<[string, string, string, string]>([
    ['/api', '/', '/api/', '/'],
    ['/api', '/v1', '/api/', '/v1/'],
    ['/api/', '/v1/', '/api/', '/v1/'],
    ['/', '/v1', '/', '/v1/'],
  ])('rewritten from %s to %s end with a slash on both sides', (path, prefix, spelled, rewrite) => {
    const given = facts({ paths: [{ path }], rewritePrefix: prefix });
    expect(ingresses(given)[0]?.rules[0]?.paths[0]?.path).toBe(spelled);
    expect(ingresses(given)[0]?.annotations['nginx.org/rewrites']).toBe(
      `serviceName=shop rewrite=${rewrite}`,
    );
  });
  test('that are exact are rewritten whole', () => {
    const given = facts({ paths: [{ path: '/api', type: 'Exact' }], rewritePrefix: '/v1' });
    expect(ingresses(given)[0]?.rules[0]?.paths[0]?.path).toBe('/api');
    expect(ingresses(given)[0]?.annotations['nginx.org/rewrites']).toBe(
      'serviceName=shop rewrite=/v1',
    );
  });
});

test('the preview has an Ingress, a certificate and services of its own', () => {
  const given = facts(
    {
      previewHost: 'next.example.com',
      stickySessions: true,
      paths: [{ path: '/' }, { path: '/api', process: 'api' }],
    },
    {
      web: target({ previewServiceName: 'shop-preview' }),
      api: target({ serviceName: 'shop-api' }),
    },
  );
  const [live, preview] = ingresses(given);
  expect(live?.rules.map(({ host }) => host)).toEqual(['shop.example.com']);
  expect(preview).toMatchObject({
    name: 'shop-preview',
    tls: [{ hosts: ['next.example.com'], secretName: 'shop-preview-tls' }],
    rules: [
      {
        host: 'next.example.com',
        paths: [
          { path: '/api', serviceName: 'shop-api' },
          { path: '/', serviceName: 'shop-preview' },
        ],
      },
    ],
  });
  expect(preview?.annotations['nginx.org/sticky-cookie-services']).toContain(
    'serviceName=shop-preview ',
  );
  expect(given.secrets.map(({ name }) => name)).toEqual(['shop-tls', 'shop-preview-tls']);
});

test('a certificate that exists serves the preview too, and is reported once', () => {
  const given = facts(
    { tls: { secretName: 'wildcard' }, previewHost: 'next.example.com' },
    { web: target({ previewServiceName: 'shop-preview' }) },
  );
  expect(ingresses(given).map(({ tls }) => tls[0]?.secretName)).toEqual(['wildcard', 'wildcard']);
  expect(given.secrets).toMatchObject([
    {
      name: 'wildcard',
      purpose:
        'certificate for shop.example.com, next.example.com (type kubernetes.io/tls, keys tls.crt and tls.key)',
    },
  ]);
});

test('the Secret of passwords is reported with its type', () => {
  const { secrets } = facts({ auth: { kind: 'basic', secretName: 'users' } });
  expect(secrets.at(-1)).toMatchObject({
    name: 'users',
    purpose: 'users and passwords (type nginx.org/htpasswd, key htpasswd)',
    holds: { type: 'nginx.org/htpasswd', keys: ['htpasswd'] },
  });
});

test('network policies can name another installation of the controller', () => {
  const { proxy } = facts({ controllerNamespace: 'edge', controllerLabels: { app: 'nic' } });
  expect(proxy.sources).toEqual([
    {
      kind: 'pods',
      namespaceLabels: { 'kubernetes.io/metadata.name': 'edge' },
      podLabels: { app: 'nic' },
    },
  ]);
});

describe('refused, because the controller would refuse or cut it', () => {
  test.each<[string, NginxIngressOptions, Partial<ExposureTarget>, string]>([
    [
      'a header value with a comma',
      { requestHeaders: { set: { Accept: 'a, b' } } },
      {},
      'value-not-expressible expose.requestHeaders.set.Accept',
    ],
    [
      'a response header with a colon',
      { responseHeaders: { set: { 'Content-Security-Policy': 'default-src https:' } } },
      {},
      'value-not-expressible expose.responseHeaders.set.Content-Security-Policy',
    ],
    [
      'a header with a variable of nginx',
      { requestHeaders: { set: { 'X-A': '$host' } } },
      {},
      'value-not-expressible expose.requestHeaders.set.X-A',
    ],
    [
      'a realm with quotes',
      { auth: { kind: 'basic', secretName: 'users', realm: 'the "shop"' } },
      {},
      'value-not-expressible expose.auth.realm',
    ],
    [
      'a sign-in on another host',
      {
        auth: {
          kind: 'external',
          url: 'http://auth.sso.svc/check',
          signInUrl: 'https://login.example.com/',
        },
      },
      {},
      'value-not-expressible expose.auth.signInUrl',
    ],
    [
      'an authentication service outside the cluster',
      { auth: { kind: 'external', url: 'https://auth.example.com/check' } },
      {},
      'value-not-expressible expose.auth.url',
    ],
    [
      'a rate that is whole in no unit',
      { rateLimit: { requestsPerSecond: 1 / 7 } },
      {},
      'value-not-expressible expose.rateLimit.requestsPerSecond',
    ],
    [
      'a rewrite of exact and prefix paths of one Service',
      { paths: [{ path: '/a' }, { path: '/b', type: 'Exact' }], rewritePrefix: '/v1' },
      {},
      'value-not-expressible expose.rewritePrefix',
    ],
    [
      'a rewrite of gRPC',
      { rewritePrefix: '/v1' },
      { protocol: 'grpc' },
      'value-not-expressible expose.rewritePrefix',
    ],
    ['gRPC without TLS', { tls: false }, { protocol: 'grpc' }, 'grpc-without-tls expose.tls'],
    [
      'an annotation that is derived',
      { annotations: { 'nginx.org/proxy-read-timeout': '5s' } },
      {},
      'annotation-derived expose.annotations.nginx.org/proxy-read-timeout',
    ],
    [
      'a snippet nobody consented to',
      { annotations: { 'nginx.org/server-snippets': 'return 200;' } },
      {},
      'snippet-without-consent expose.annotations.nginx.org/server-snippets',
    ],
    [
      'one Secret for certificate and passwords',
      { tls: { secretName: 'all' }, auth: { kind: 'basic', secretName: 'all' } },
      {},
      'secret-for-two-purposes expose.auth.secretName',
    ],
  ])('%s', (_, options, over, expected) => {
    expect(errors(facts(options, { web: target(over) }))).toEqual([expected]);
  });
});

test('a snippet is passed on with consent', () => {
  const annotations = { 'nginx.org/server-snippets': 'return 200;' };
  expect(errors(facts({ annotations, allowSnippets: true }))).toEqual([]);
});

test.each([
  ['nginx.ingress.kubernetes.io/proxy-body-size', '8m', 'annotation-of-another-controller'],
  ['nginx.org/use-cluster-ip', 'true', 'drain-bypassed'],
])('the annotation %s is a warning', (key, value, name) => {
  expect(facts({ annotations: { [key]: value } }).findings).toMatchObject([
    { name, severity: 'warning', path: `expose.annotations.${key}` },
  ]);
});
