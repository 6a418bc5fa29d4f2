/** servers › gunicorn: the profile of gunicorn 23 and newer in every worker class; what it decides is read by resolve. */

import type { EnvVarPlan } from '../../model/plan/container-plan.ts';
import type { Server, ServerFacts, ServerInput } from '../../model/server.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { believedBecause, believedHeaders } from '../believed-headers.ts';
import { type Concurrency, concurrencyOf, isLoop } from './concurrency.ts';
import { CONFIGURATION_PATH, METRICS_DIRECTORY, configurationText } from './configuration.ts';
import { drainExtra } from './drain.ts';
import { gunicornFindings } from './findings.ts';
import { type GunicornOptions, type WorkerClass, gunicornShape } from './options.ts';
import { packagesOf } from './packages.ts';
import type { PythonData } from '../../text/python.ts';
import { becauseOf, jitterOf, timeoutSeconds } from './derivation.ts';
import { keepAliveSeconds } from '../../model/keep-alive.ts';
import { metricsPortOf } from '../metrics-port.ts';
import { webSocketPackages } from '../web-socket-packages.ts';
import { PYTHON_ENVIRONMENT, valueVariables } from '../python-environment.ts';
import { trustedProxies } from '../../model/trusted-proxy.ts';
import { type VersionRange, mayBe, rangeOf } from './version.ts';

/** The path prometheus_client answers. */
const METRICS_PATH = '/metrics';

/** Names of the worker classes as gunicorn spells them. */
const WORKER_CLASSES: Readonly<Record<WorkerClass, string>> = {
  sync: 'sync',
  gthread: 'gthread',
  gevent: 'gevent',
  asgi: 'asgi',
  uvicorn: 'uvicorn_worker.UvicornWorker',
};

/**
 * Serves a WSGI or ASGI application by gunicorn, with a configuration file derived from the process.
 * Raises SW2001 to SW2018, SW2028 and SW2029, see README.md.
 * @example gunicorn({ app: 'shop.wsgi:application', version: '27.0.1' })
 */
export function gunicorn(options: GunicornOptions): Server<'gunicorn', GunicornOptions> {
  return {
    family: 'server',
    kind: 'gunicorn',
    options,
    with: remake(gunicorn),
    check: () => checkShape(gunicornShape, options),
    facts: (input) => facts(options, input),
  };
}

function facts(options: GunicornOptions, input: ServerInput): ServerFacts {
  const workerClass = options.workerClass ?? 'gthread';
  const range = rangeOf(options.version);
  const concurrency = concurrencyOf(options, workerClass, input);
  const metricsPort = metricsPortOf(options.metrics, input);
  // gunicorn reads the scheme alone (gunicorn/http/message.py, 27.0.1); uvicorn's worker the client's address too.
  const decide = workerClass === 'uvicorn' ? 'address and scheme' : 'scheme';
  const believed = believedHeaders(options.trustedProxies, input, decide);
  return {
    title: ['gunicorn', options.version, workerClass]
      .filter((part) => part !== undefined)
      .join(' '),
    command: input.command ?? ['gunicorn', '-c', CONFIGURATION_PATH, options.app],
    ...(input.socket === undefined
      ? {}
      : { socket: { path: input.socket, protocol: 'http' as const } }),
    env: environment(input, concurrency, metricsPort !== undefined),
    imageEnv: PYTHON_ENVIRONMENT,
    files: {
      [CONFIGURATION_PATH]: configurationText({
        settings: settingsOf(options, workerClass, range, concurrency, input),
        workerClass,
        accessLog: options.accessLog ?? 'json',
        logLevel: options.logLevel ?? 'info',
        statsd: options.statsd !== undefined,
        ...(metricsPort === undefined ? {} : { metricsPort }),
        ...(options.append === undefined ? {} : { append: options.append }),
      }),
    },
    writable: [
      { path: '/tmp', medium: 'disk', sizeLimit: '64Mi' },
      ...(metricsPort === undefined
        ? []
        : [{ path: METRICS_DIRECTORY, medium: 'memory' as const, sizeLimit: '64Mi' }]),
    ],
    workers: concurrency.workers,
    threads: concurrency.threads,
    ...(concurrency.requests === undefined ? {} : { concurrency: concurrency.requests }),
    connectionsPerPod: concurrency.databaseConnections,
    drain: {
      gracefulTimeoutSeconds: input.gracefulTimeoutSeconds,
      extraSeconds: drainExtra(workerClass, range).seconds,
      bounded: true,
      signal: 'SIGTERM',
    },
    keepAlive:
      workerClass === 'sync'
        ? { kind: 'closes' }
        : { kind: 'keeps', seconds: keepAliveSeconds(input) },
    requestLimit:
      workerClass === 'sync'
        ? { enforcedBy: 'server', seconds: timeoutSeconds(workerClass, input) }
        : { enforcedBy: 'application' },
    webSockets: isLoop(workerClass) ? 'loop' : 'thread',
    ...http2Of(options),
    liveness: isLoop(workerClass) ? 'http' : 'tcp',
    accessLog: options.accessLog ?? 'json',
    ...believed,
    ...(metricsPort === undefined
      ? {}
      : {
          metrics: { port: metricsPort, path: METRICS_PATH },
          ports: [{ name: 'metrics', port: metricsPort }],
        }),
    packages: [
      ...packagesOf(workerClass, range, options.metrics !== undefined),
      ...(workerClass === 'uvicorn' ? webSocketPackages(input) : []),
    ],
    because: {
      ...becauseOf(options, workerClass, range, concurrency, input),
      ...believedBecause(options.trustedProxies, believed),
    },
    findings: gunicornFindings({
      options,
      workerClass,
      range,
      concurrency,
      input,
      ...(metricsPort === undefined ? {} : { metricsPort }),
    }),
  };
}

function environment(
  input: ServerInput,
  { workers }: Concurrency,
  metrics: boolean,
): readonly EnvVarPlan[] {
  return valueVariables({
    ...(input.command === undefined ? {} : { GUNICORN_CMD_ARGS: `--config=${CONFIGURATION_PATH}` }),
    ...(metrics ? { PROMETHEUS_MULTIPROC_DIR: METRICS_DIRECTORY } : {}),
    WEB_CONCURRENCY: String(workers),
  });
}

/** Without TLS it speaks HTTP/2 from 26.2.0, and only when told. @see https://github.com/benoitc/gunicorn/releases/tag/26.2.0 */
function http2Of({ settings }: GunicornOptions): Pick<ServerFacts, 'http2'> {
  const cleartext = settings?.['http2_cleartext'] ?? 'off';
  return cleartext === 'off' ? { http2: false } : {};
}

function settingsOf(
  options: GunicornOptions,
  workerClass: WorkerClass,
  range: VersionRange,
  { workers, threads, workerConnections }: Concurrency,
  input: ServerInput,
): Readonly<Record<string, PythonData>> {
  const trusted = trustedProxies(options.trustedProxies, input);
  return {
    ...options.settings,
    bind: input.socket === undefined ? addressOf(options, input) : `unix:${input.socket}`,
    workers,
    worker_class: WORKER_CLASSES[workerClass],
    worker_tmp_dir: '/dev/shm',
    timeout: timeoutSeconds(workerClass, input),
    graceful_timeout: input.gracefulTimeoutSeconds,
    keepalive: keepAliveSeconds(input),
    accesslog: options.accessLog === 'none' ? null : '-',
    ...(workerClass === 'gthread' ? { threads } : {}),
    ...(workerConnections === undefined ? {} : { worker_connections: workerConnections }),
    ...(mayBe(range, [25, 1, 0]) ? { control_socket_disable: true } : {}),
    ...(trusted === undefined ? {} : { forwarded_allow_ips: trusted.join(',') }),
    ...(options.preload === true ? { preload_app: true } : {}),
    ...(options.maxRequests === undefined
      ? {}
      : { max_requests: options.maxRequests, max_requests_jitter: jitterOf(options.maxRequests) }),
    ...(options.pythonPath === undefined ? {} : { pythonpath: options.pythonPath }),
    ...(options.statsd === undefined ? {} : statsdSettings(options.statsd)),
    ...(input.command === undefined ? {} : { wsgi_app: options.app }),
  };
}

function addressOf({ bind }: GunicornOptions, { port }: ServerInput): string {
  return `${bind === 'dual-stack' ? '[::]' : '0.0.0.0'}:${port}`;
}

function statsdSettings(
  statsd: NonNullable<GunicornOptions['statsd']>,
): Readonly<Record<string, PythonData>> {
  const host = statsd.host.includes(':') ? `[${statsd.host}]` : statsd.host;
  return {
    statsd_host: `${host}:${statsd.port ?? 8125}`,
    ...(statsd.prefix === undefined ? {} : { statsd_prefix: statsd.prefix }),
  };
}
