// Options in the words of the Gateway API, with and without the policies of NGINX Gateway Fabric.
import { describe, expect, test } from 'vitest';
import { gateway } from '../../lib/exposures/index.ts';
import type { GatewayOptions } from '../../lib/exposures/index.ts';
import type { ExposureFacts, ExposureTarget } from '../../lib/model/exposure.ts';
import type {
  CustomObjectPlan,
  GatewayPlan,
  HttpRoutePlan,
} from '../../lib/model/plan/exposure-plan.ts';
import { situation, target } from './situation.ts';

const shared = {
  host: 'shop.example.com',
  gateway: { name: 'public', namespace: 'gateways' },
} as const;
const own = {
  host: 'shop.example.com',
  createGateway: { className: 'envoy' },
  tls: { issuer: 'letsencrypt' },
} as const;
const ngf = { ...shared, implementation: 'ngf' } as const;

function facts(
  options: GatewayOptions,
  targets: Readonly<Record<string, ExposureTarget>> = { web: target() },
): ExposureFacts {
  return gateway(options).facts(situation(targets));
}

function routes({ objects }: ExposureFacts): readonly HttpRoutePlan[] {
  return objects.filter((object) => object.kind === 'httpRoute');
}

function gateways({ objects }: ExposureFacts): readonly GatewayPlan[] {
  return objects.filter((object) => object.kind === 'gateway');
}

function custom({ objects }: ExposureFacts, kind: string): readonly CustomObjectPlan[] {
  return objects.filter(
    (object): object is CustomObjectPlan => object.kind === 'custom' && object.objectKind === kind,
  );
}

function problems({ findings }: ExposureFacts): readonly string[] {
  return findings.map(({ name, path }) => `${name} ${path}`);
}

describe('a shared Gateway', () => {
  test('gets a route on its HTTPS listener and a redirect on its HTTP listener', () => {
    expect(facts(shared)).toEqual({
      title: 'Gateway API',
      because: expect.anything(),
      scope: 'public',
      hosts: ['shop.example.com'],
      tls: true,
      proxy: {
        kind: 'gateway',
        keepAliveSeconds: 60,
        readTimeoutSeconds: 36,
        propagationSeconds: 10,
        minimumPropagationSeconds: 5,
        sources: [{ kind: 'pods', namespaceLabels: { 'kubernetes.io/metadata.name': 'gateways' } }],
      },
      objects: [
        {
          kind: 'httpRoute',
          name: 'shop',
          annotations: {},
          parents: [{ name: 'public', namespace: 'gateways', sectionName: 'https' }],
          hostnames: ['shop.example.com'],
          rules: [
            {
              matches: [{ path: { type: 'PathPrefix', value: '/' } }],
              filters: [],
              backends: [{ serviceName: 'shop', port: 80 }],
              timeouts: { request: '36s' },
            },
          ],
        },
        {
          kind: 'httpRoute',
          name: 'shop-redirect',
          annotations: {},
          parents: [{ name: 'public', namespace: 'gateways', sectionName: 'http' }],
          hostnames: ['shop.example.com'],
          rules: [
            {
              matches: [{ path: { type: 'PathPrefix', value: '/' } }],
              filters: [
                { type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } },
              ],
              backends: [],
            },
          ],
        },
      ],
      secrets: [],
      findings: [],
    });
  });
  test('may name its listeners otherwise', () => {
    const [app, redirect] = routes(
      facts({
        ...shared,
        gateway: { name: 'public', sectionName: 'web-tls', httpSectionName: 'web' },
      }),
    );
    expect(app?.parents).toEqual([{ name: 'public', sectionName: 'web-tls' }]);
    expect(redirect?.parents).toEqual([{ name: 'public', sectionName: 'web' }]);
  });
  test('serves both where nothing is redirected', () => {
    const all = routes(facts({ ...shared, redirectToHttps: false }));
    expect(all.map(({ parents }) => parents)).toEqual([
      [{ name: 'public', namespace: 'gateways' }],
    ]);
  });
  test('without TLS is a warning, and nothing is redirected', () => {
    const given = facts({ ...shared, gateway: { name: 'public', tls: false } });
    expect(given.tls).toBe(false);
    expect(routes(given)).toHaveLength(1);
    expect(problems(given)).toEqual(['tls-missing expose.tls']);
  });
  test('that is internal may go without TLS', () => {
    const given = facts({
      ...shared,
      gateway: { name: 'mesh', tls: false },
      scope: 'internal',
    });
    expect(problems(given)).toEqual([]);
  });
});

describe('a Gateway of its own', () => {
  test('has a listener for HTTP and one with the certificate', () => {
    const given = facts(own);
    expect(gateways(given)).toEqual([
      {
        kind: 'gateway',
        name: 'shop',
        className: 'envoy',
        annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
        listeners: [
          { name: 'http', protocol: 'HTTP', port: 80 },
          {
            name: 'https',
            protocol: 'HTTPS',
            port: 443,
            hostname: 'shop.example.com',
            tlsSecretName: 'shop-tls',
          },
        ],
      },
    ]);
    expect(given.secrets).toMatchObject([{ name: 'shop-tls', madeBy: 'cert-manager' }]);
    expect(routes(given).map(({ parents }) => parents)).toEqual([
      [{ name: 'shop', sectionName: 'https' }],
      [{ name: 'shop', sectionName: 'http' }],
    ]);
    expect(given.proxy.sources).toEqual([{ kind: 'pods' }]);
  });
  test('has a listener for each of several hosts and for the preview', () => {
    const given = facts(
      { ...own, hosts: ['*.shop.example.net'], previewHost: 'next.example.com' },
      { web: target({ previewServiceName: 'shop-preview' }) },
    );
    expect(
      gateways(given)[0]?.listeners.map(({ name, tlsSecretName }) => [name, tlsSecretName]),
    ).toEqual([
      ['http', undefined],
      ['https-shop.example.com', 'shop-tls'],
      ['https-wildcard.shop.example.net', 'shop-tls'],
      ['https-next.example.com', 'shop-preview-tls'],
    ]);
    expect(
      routes(given).map(({ name, parents }) => [name, ...parents.map((p) => p.sectionName)]),
    ).toEqual([
      ['shop', 'https-shop.example.com', 'https-wildcard.shop.example.net'],
      ['shop-preview', 'https-next.example.com'],
      ['shop-redirect', 'http'],
    ]);
    expect(routes(given)[1]?.rules[0]?.backends).toEqual([
      { serviceName: 'shop-preview', port: 80 },
    ]);
  });
  test('redirects to the port it listens on', () => {
    const given = facts({ ...own, createGateway: { className: 'envoy', httpsPort: 8443 } });
    expect(routes(given)[1]?.rules[0]?.filters).toEqual([
      {
        type: 'RequestRedirect',
        requestRedirect: { scheme: 'https', port: 8443, statusCode: 301 },
      },
    ]);
  });
  test('is of the class nginx under NGINX Gateway Fabric, whose pods are known by label', () => {
    const given = facts({ ...own, createGateway: true, implementation: 'ngf' });
    expect(gateways(given)[0]?.className).toBe('nginx');
    expect(given.proxy.sources).toEqual([
      { kind: 'pods', podLabels: { 'gateway.networking.k8s.io/gateway-name': 'shop' } },
    ]);
    expect(problems(given)).toEqual([]);
  });
});

describe('filters', () => {
  const filters = (options: GatewayOptions) =>
    routes(facts({ ...shared, ...options }))[0]?.rules[0]?.filters;
  test('answer cross-origin requests', () => {
    expect(
      filters({
        cors: { allowOrigins: ['https://a.example.com'], exposeHeaders: ['X-Total'], maxAge: '1m' },
      }),
    ).toEqual([
      {
        type: 'CORS',
        cors: {
          allowOrigins: ['https://a.example.com'],
          allowMethods: ['GET', 'HEAD', 'POST'],
          exposeHeaders: ['X-Total'],
          maxAge: 60,
        },
      },
    ]);
  });
  test('change headers, whatever their values', () => {
    expect(
      filters({
        requestHeaders: { set: { 'X-A': 'a, b: $c' }, remove: ['X-Debug'] },
        responseHeaders: { remove: ['Server'] },
      }),
    ).toEqual([
      {
        type: 'RequestHeaderModifier',
        requestHeaderModifier: { set: [{ name: 'X-A', value: 'a, b: $c' }], remove: ['X-Debug'] },
      },
      { type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['Server'] } },
    ]);
  });
  test.each([
    ['Prefix', { type: 'ReplacePrefixMatch', replacePrefixMatch: '/v1' }],
    ['Exact', { type: 'ReplaceFullPath', replaceFullPath: '/v1' }],
  ] as const)('rewrite a path of type %s', (type, path) => {
    expect(filters({ rewritePrefix: '/v1', paths: [{ path: '/api', type }] })).toEqual([
      { type: 'URLRewrite', urlRewrite: { path } },
    ]);
  });
});

describe('rules', () => {
  test('split traffic by weights', () => {
    const weights = [
      { serviceName: 'shop-stable', weight: 90 },
      { serviceName: 'shop-canary', weight: 10 },
    ];
    const given = facts(shared, { web: target({ weights }) });
    expect(routes(given)[0]?.rules[0]?.backends).toEqual([
      { serviceName: 'shop-stable', port: 80, weight: 90 },
      { serviceName: 'shop-canary', port: 80, weight: 10 },
    ]);
    expect(problems(given)).toEqual([]);
  });
  test.each([
    ['http', '36s'],
    ['websocket', '0s'],
    ['sse', '0s'],
  ] as const)('limit a request of protocol %s to %s', (protocol, request) => {
    const given = facts(shared, { web: target({ protocol }) });
    expect(routes(given)[0]?.rules[0]?.timeouts).toEqual({ request });
  });
  test('keep their limits beside a WebSocket, which takes none away', () => {
    const given = facts(
      {
        ...shared,
        paths: [
          { path: '/' },
          { path: '/ws', process: 'live' },
          { path: '/report', process: 'report' },
        ],
      },
      {
        web: target(),
        live: target({ serviceName: 'live', protocol: 'websocket' }),
        report: target({ serviceName: 'report', requestTimeoutSeconds: 300 }),
      },
    );
    const limits = routes(given)[0]?.rules.map(({ matches, timeouts }) => [
      matches[0]?.path.value,
      timeouts?.request,
    ]);
    expect(limits).toEqual([
      ['/report', '5m6s'],
      ['/ws', '0s'],
      ['/', '36s'],
    ]);
    expect(given.proxy.readTimeoutSeconds).toBe(3600);
  });
  test('take the limit of the author', () => {
    const given = facts({ ...shared, timeouts: { read: '90s' } });
    expect(routes(given)[0]?.rules[0]?.timeouts).toEqual({ request: '1m30s' });
  });
});

describe('gRPC', () => {
  const rpc = { rpc: target({ serviceName: 'rpc', protocol: 'grpc' }) };
  const grpc = (options: GatewayOptions) =>
    gateway({ ...shared, ...options }).facts(situation(rpc, { defaultTarget: 'rpc' }));
  test('is a GRPCRoute', () => {
    const given = grpc({ responseHeaders: { remove: ['Server'] } });
    expect(custom(given, 'GRPCRoute')).toEqual([
      {
        kind: 'custom',
        apiVersion: 'gateway.networking.k8s.io/v1',
        objectKind: 'GRPCRoute',
        name: 'shop',
        annotations: {},
        spec: {
          parentRefs: [{ name: 'public', namespace: 'gateways', sectionName: 'https' }],
          hostnames: ['shop.example.com'],
          rules: [
            {
              filters: [
                { type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['Server'] } },
              ],
              backendRefs: [{ name: 'rpc', port: 80 }],
            },
          ],
        },
      },
    ]);
  });
  test('is told apart by service and method', () => {
    const given = grpc({
      paths: [{ path: '/shop.Cart' }, { path: '/shop.Cart/Clear', type: 'Exact' }],
    });
    expect(custom(given, 'GRPCRoute')[0]?.spec['rules']).toMatchObject([
      { matches: [{ method: { service: 'shop.Cart', method: 'Clear' } }] },
      { matches: [{ method: { service: 'shop.Cart' } }] },
    ]);
    expect(problems(given)).toEqual([]);
  });
  test.each<[string, GatewayOptions, string]>([
    ['a path that is no call', { paths: [{ path: '/a/b/c' }] }, 'expose.paths'],
    ['a method as a prefix', { paths: [{ path: '/shop.Cart/Clear' }] }, 'expose.paths'],
    ['CORS', { cors: { allowOrigins: ['*'] } }, 'expose.cors'],
    ['a rewrite', { rewritePrefix: '/v1' }, 'expose.rewritePrefix'],
  ])('refuses %s', (_, options, path) => {
    expect(problems(grpc(options))).toEqual([`value-not-expressible ${path}`]);
  });
  test('beside HTTP on one host is refused', () => {
    const given = facts(
      { ...shared, paths: [{ path: '/' }, { path: '/shop.Cart', process: 'rpc' }] },
      { web: target(), ...rpc },
    );
    expect(problems(given)).toContain('value-not-expressible expose.paths');
  });
});

describe('NGINX Gateway Fabric', () => {
  const routeRef = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'shop' };
  const spec = (options: GatewayOptions, kind: string) =>
    custom(facts({ ...ngf, ...options }), kind).map((object) => object.spec);

  test('is told the time-out by a policy, because it refuses it in the route', () => {
    const given = facts({ ...ngf, timeouts: { connect: '3s', send: '1m' } });
    expect(routes(given)[0]?.rules[0]?.timeouts).toBeUndefined();
    expect(custom(given, 'ProxySettingsPolicy')).toEqual([
      {
        kind: 'custom',
        apiVersion: 'gateway.nginx.org/v1alpha1',
        objectKind: 'ProxySettingsPolicy',
        name: 'shop-proxy',
        spec: {
          timeout: { read: '36s', connect: '3s', send: '60s' },
          targetRefs: [routeRef],
        },
      },
    ]);
  });
  test('takes body size, buffering, rate limit, pool and passwords', () => {
    expect(spec({ maxBodySize: '20Mi' }, 'ClientSettingsPolicy')).toEqual([
      { body: { maxSize: '20m' }, targetRef: routeRef },
    ]);
    expect(spec({ responseBuffering: false }, 'ProxySettingsPolicy')).toMatchObject([
      { buffering: { disable: true } },
    ]);
    expect(spec({ rateLimit: { requestsPerSecond: 5, burst: 0 } }, 'RateLimitPolicy')).toEqual([
      {
        rateLimit: {
          local: { rules: [{ rate: '5r/s', key: '$binary_remote_addr', zoneSize: '10m' }] },
          rejectCode: 429,
        },
        targetRefs: [routeRef],
      },
    ]);
    expect(spec({ upstreamKeepAlive: '15s' }, 'UpstreamSettingsPolicy')).toEqual([
      {
        keepAlive: { timeout: '15s' },
        targetRefs: [{ group: 'core', kind: 'Service', name: 'shop' }],
      },
    ]);
    expect(spec({ auth: { kind: 'basic', secretName: 'users' } }, 'AuthenticationFilter')).toEqual([
      { type: 'Basic', basic: { realm: 'shop', secretRef: { name: 'users' } } },
    ]);
  });
  test('is pointed to the filter that asks for passwords, and the Secret is reported', () => {
    const given = facts({ ...ngf, auth: { kind: 'basic', secretName: 'users' } });
    expect(routes(given)[0]?.rules[0]?.filters).toEqual([
      {
        type: 'ExtensionRef',
        extensionRef: {
          group: 'gateway.nginx.org',
          kind: 'AuthenticationFilter',
          name: 'shop-auth',
        },
      },
    ]);
    expect(given.secrets).toMatchObject([{ name: 'users' }]);
  });
  test('forgets idle connections as soon as is asked, and servers may too', () => {
    expect(facts({ ...ngf, upstreamKeepAlive: '15s' }).proxy.keepAliveSeconds).toBe(15);
  });
  test('has pods in the namespace of the Gateway, known by its label', () => {
    expect(facts(ngf).proxy.sources).toEqual([
      {
        kind: 'pods',
        namespaceLabels: { 'kubernetes.io/metadata.name': 'gateways' },
        podLabels: { 'gateway.networking.k8s.io/gateway-name': 'public' },
      },
    ]);
  });
  test.each<[string, GatewayOptions, string]>([
    ['a size of five digits', { maxBodySize: 1_234_567 }, 'expose.maxBodySize'],
    ['a time of five digits', { timeouts: { send: 99_999 } }, 'expose.timeouts.send'],
    [
      'a realm with quotes',
      { auth: { kind: 'basic', secretName: 'u', realm: '"' } },
      'expose.auth.realm',
    ],
    [
      'a rate that is whole in no unit',
      { rateLimit: { requestsPerSecond: 1 / 7 } },
      'expose.rateLimit.requestsPerSecond',
    ],
  ])('refuses %s', (_, options, path) => {
    expect(problems(facts({ ...ngf, ...options }))).toEqual([`value-not-expressible ${path}`]);
  });
});

describe('refused, because nobody would serve it', () => {
  test.each<[string, GatewayOptions, string]>([
    ['no Gateway at all', { host: 'a.example.com' }, 'gateway-missing expose.gateway'],
    ['two Gateways', { ...own, gateway: { name: 'public' } }, 'gateway-missing expose.gateway'],
    [
      'a Gateway of no class',
      { ...own, createGateway: true },
      'gateway-missing expose.createGateway.className',
    ],
    [
      "a certificate for somebody else's listener",
      { ...shared, tls: { issuer: 'letsencrypt' } },
      'certificate-of-gateway expose.tls',
    ],
    [
      'a redirect to a listener that is not there',
      {
        ...shared,
        gateway: { name: 'public', tls: false },
        redirectToHttps: true,
        scope: 'internal',
      },
      'redirect-without-listener expose.redirectToHttps',
    ],
    [
      'a redirect of a Gateway of its own without TLS',
      { ...own, tls: false, redirectToHttps: true, scope: 'internal' },
      'redirect-without-listener expose.redirectToHttps',
    ],
    [
      'more hosts than a route holds',
      { ...shared, hosts: Array.from({ length: 16 }, (_, i) => `h${i}.example.com`) },
      'value-not-expressible expose.hosts',
    ],
    [
      'more paths than a route holds',
      { ...shared, paths: Array.from({ length: 17 }, (_, i) => ({ path: `/p${i}` })) },
      'value-not-expressible expose.paths',
    ],
  ])('%s', (_, options, expected) => {
    expect(problems(facts(options))).toEqual([expected]);
  });
});

test('a Gateway that is only named is answered with how it is written', () => {
  const named: unknown = { host: 'shop.example.com', gateway: 'public' };
  const [problem] = gateway({ host: 'shop.example.com' }).with(named).check();
  expect(problem).toMatchObject({
    path: 'gateway',
    fix: "Write `{ name: 'public' }`, with `namespace` where it is not in the service's own.",
  });
});
