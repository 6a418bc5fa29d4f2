// The circumstances a proxy in the pod is asked in: one that is ordinary, and any that may occur.
import fc from 'fast-check';
import type { ProxyInput } from '../../lib/model/proxy.ts';

/** In front of a server with 32 threads on a socket, behind an ingress controller. */
export const ORDINARY_PROXY: ProxyInput = {
  process: 'web',
  port: 8000,
  upstream: { path: '/run/proxy/server.sock', protocol: 'http' },
  protocol: 'http',
  requestTimeoutSeconds: 30,
  pauseSeconds: 10,
  drainSeconds: 32,
  largestBodyBytes: 0,
  proxyKeepAliveSeconds: 60,
  behindProxy: true,
  ingressRestricted: true,
};

/** Anything resolve may hand over. */
export const ANY_PROXY_INPUT: fc.Arbitrary<ProxyInput> = fc.record(
  {
    process: fc.constantFrom('web', 'webs.admin'),
    port: fc.integer({ min: 1024, max: 65_534 }),
    upstream: fc.oneof(
      fc.record({
        path: fc.constant('/run/proxy/server.sock'),
        protocol: fc.constantFrom('http' as const, 'uwsgi' as const),
      }),
      fc.record({ port: fc.integer({ min: 1025, max: 65_535 }) }),
    ),
    protocol: fc.constantFrom('http', 'grpc', 'websocket', 'sse'),
    requestTimeoutSeconds: fc.integer({ min: 1, max: 3600 }),
    serverLimitSeconds: fc.integer({ min: 1, max: 3605 }),
    serverConcurrency: fc.integer({ min: 1, max: 4096 }),
    pauseSeconds: fc.integer({ min: 0, max: 120 }),
    drainSeconds: fc.integer({ min: 1, max: 3610 }),
    largestBodyBytes: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2 ** 31 })),
    proxyKeepAliveSeconds: fc.constantFrom(0, 15, 60, 600),
    behindProxy: fc.boolean(),
    ingressRestricted: fc.boolean(),
    paths: fc.array(fc.record({ path: fc.constantFrom('/v1', '/static', '/static/css') })),
  },
  {
    requiredKeys: [
      'process',
      'port',
      'upstream',
      'protocol',
      'requestTimeoutSeconds',
      'pauseSeconds',
      'drainSeconds',
      'largestBodyBytes',
      'proxyKeepAliveSeconds',
      'behindProxy',
      'ingressRestricted',
    ],
  },
);
