// The circumstances a server profile is asked in: one that is ordinary, and any that may occur.
import fc from 'fast-check';
import type { ServerInput } from '../../lib/model/server.ts';

/** Behind nginx, with network policies, half a core and half a gibibyte. */
export const ORDINARY: ServerInput = {
  process: 'web',
  port: 8000,
  cpuCores: 0.5,
  memoryBytes: 512 * 1_048_576,
  protocol: 'http',
  requestTimeoutSeconds: 30,
  gracefulTimeoutSeconds: 30,
  proxyKeepAliveSeconds: 60,
  behindProxy: true,
  ingressRestricted: true,
  kubernetes: '1.33',
};

/** Anything resolve may hand over. */
export const ANY_INPUT: fc.Arbitrary<ServerInput> = fc.record(
  {
    process: fc.constantFrom('web', 'webs.admin'),
    port: fc.integer({ min: 1024, max: 65_535 }),
    cpuCores: fc.oneof(fc.double({ min: 0.001, max: 128, noNaN: true }), fc.constant(1)),
    memoryBytes: fc.integer({ min: 1_048_576, max: 64 * 1_073_741_824 }),
    protocol: fc.constantFrom(
      'http' as const,
      'websocket' as const,
      'sse' as const,
      'grpc' as const,
    ),
    requestTimeoutSeconds: fc.integer({ min: 1, max: 3600 }),
    gracefulTimeoutSeconds: fc.integer({ min: 1, max: 3600 }),
    proxyKeepAliveSeconds: fc.constantFrom(0, 15, 60, 600),
    behindProxy: fc.boolean(),
    ingressRestricted: fc.boolean(),
    command: fc.array(fc.string(), { minLength: 1, maxLength: 3 }),
    metricsPort: fc.integer({ min: 1024, max: 65_535 }),
    socket: fc.constant('/run/proxy/server.sock'),
    kubernetes: fc.constantFrom('1.29' as const, '1.37' as const),
  },
  {
    requiredKeys: [
      'process',
      'port',
      'cpuCores',
      'memoryBytes',
      'protocol',
      'requestTimeoutSeconds',
      'gracefulTimeoutSeconds',
      'proxyKeepAliveSeconds',
      'behindProxy',
      'ingressRestricted',
      'kubernetes',
    ],
  },
);
