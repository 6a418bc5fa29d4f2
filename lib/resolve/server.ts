/** resolve › server: asks the server profile of a web process what it is and does under these circumstances. */

import type { ExposurePlan } from '../model/plan/exposure-plan.ts';
import type { ResourcesPlan } from '../model/plan/container-plan.ts';
import type { AuthoredVariable, ServerFacts } from '../model/server.ts';
import { readsRequests } from '../model/trusted-proxy.ts';
import { bytesOf, coresOf, seconds } from './amounts.ts';
import type { Context } from './context.ts';
import { gracefulTimeoutOf } from './lifecycle.ts';
import type { AuthoredProcess } from './processes.ts';
import { SOCKET_PATH } from './proxy-socket.ts';
import { resolveResources } from './resources.ts';

type Web = Extract<AuthoredProcess, { readonly kind: 'web' }>;

/** A server with what it was told. */
export interface ResolvedServer {
  readonly facts: ServerFacts;
  readonly resources: ResourcesPlan;
  readonly requestTimeoutSeconds: number;
}

/** The facts of the server of a web process, given the exposures in front of it. */
export function resolveServer(
  context: Context,
  web: Web,
  exposures: readonly ExposurePlan[],
): ResolvedServer {
  const { trace } = context;
  const at = `processes.${web.name}`;
  const resources = resolveResources(context, web);
  const requestTimeoutSeconds = trace.choose(
    `${at}.requestTimeoutSeconds`,
    {
      value: web.spec.requestTimeout === undefined ? undefined : seconds(web.spec.requestTimeout),
      from: `${web.path}.requestTimeout`,
    },
    {
      value: context.edition.requestTimeoutSeconds,
      because: 'long enough for a page or an API call; what takes longer belongs into a worker',
    },
  );
  const facts = web.spec.server.facts({
    process: web.path,
    ...listens(context, web),
    ...computeOf(context, resources),
    protocol: web.spec.protocol ?? 'http',
    requestTimeoutSeconds,
    gracefulTimeoutSeconds: gracefulTimeoutOf(context, web, web.spec.lifecycle, {
      seconds: requestTimeoutSeconds,
      what: 'requestTimeout',
    }),
    ...(web.spec.proxy === undefined
      ? {
          proxyKeepAliveSeconds: Math.max(
            0,
            ...exposures.map(({ proxy }) => proxy.keepAliveSeconds),
          ),
          behindProxy: exposures.some(({ proxy }) => readsRequests(proxy)),
          ingressRestricted: context.spec.network?.policies ?? true,
        }
      : BEHIND_PROXY),
    ...(web.spec.command === undefined ? {} : { command: web.spec.command }),
    ...(web.spec.metrics?.port === undefined ? {} : { metricsPort: web.spec.metrics.port }),
    variables: variablesOf(context, web),
    kubernetes: context.kubernetes,
  });
  facts.findings.forEach(trace.report);
  trace.spec(`${at}.server`, undefined, `${web.path}.server`);
  for (const [path, { formula, source }] of Object.entries(facts.because)) {
    trace.derive(`${at}.server.${path}`, undefined, formula, source);
  }
  return { facts, resources, requestTimeoutSeconds };
}

/** What the author says of variables, the process last: it wins. */
function variablesOf({ spec }: Context, web: Web): readonly AuthoredVariable[] {
  const layers = [
    ['config', spec.config],
    [`${web.path}.config`, web.spec.config],
  ] as const;
  const all = layers.flatMap(([from, config]) =>
    Object.entries(config ?? {}).map(([name, value]): AuthoredVariable => ({
      name,
      path: `${from}.${name}`,
      ...(typeof value === 'string' ? { value } : {}),
    })),
  );
  return [...new Map(all.map((one) => [one.name, one])).values()];
}

/** A proxy in the pod keeps no idle connections to the server, and nobody else reaches it. */
const BEHIND_PROXY = {
  proxyKeepAliveSeconds: 0,
  behindProxy: true,
  ingressRestricted: true,
} as const;

/** The port clients reach, or what lies behind the proxy that took it. */
function listens(context: Context, web: Web): { readonly port: number; readonly socket?: string } {
  return web.spec.proxy === undefined
    ? { port: web.spec.port ?? context.edition.port }
    : { port: upstreamPort(context, web), socket: SOCKET_PATH };
}

/** Port of a server behind a proxy that cannot listen on a unix socket: the next one. */
export function upstreamPort({ edition }: Context, web: Web): number {
  return (web.spec.port ?? edition.port) + 1;
}

/** What a server may count on: the limit where there is one, else what is reserved. */
function computeOf({ edition }: Context, { requests, limits }: ResourcesPlan) {
  const cpu = limits.cpu ?? requests.cpu;
  const memory = limits.memory ?? requests.memory;
  return {
    cpuCores: coresOf(cpu ?? edition.cpu),
    memoryBytes: bytesOf(memory ?? edition.memory),
  };
}
