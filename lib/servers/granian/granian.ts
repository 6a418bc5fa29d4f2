/** servers › granian: the profile of granian; what it decides is read by resolve. */

import type { Finding } from '../../model/finding.ts';
import type { Server, ServerFacts, ServerInput } from '../../model/server.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { startFileUnusedFindings } from '../command-findings.ts';
import type { AccessLogger } from '../json-log.ts';
import { keepAliveSeconds } from '../../model/keep-alive.ts';
import { metricsPortFindings, metricsPortOf } from '../metrics-port.ts';
import { keeps, keepsBecause, pythonBecause, pythonFacts, socketOf } from '../python-facts.ts';
import { listenAddress } from '../python-options.ts';
import { toPython } from '../../text/python.ts';
import { startFileText } from '../python-start-file.ts';
import { settingFindings } from '../known-settings.ts';
import { idleCutFindings } from '../idle-cut-finding.ts';
import { schemeUnreadFinding } from '../scheme-unread-finding.ts';
import { unreadVariableFindings } from '../unread-variables.ts';
import { memoryFindings, workerCount } from '../worker-memory.ts';
import {
  FAREWELL_IMPORTS,
  FAREWELL_MODULES,
  FAREWELL_START,
  farewellLines,
  type WrappedProtocol,
} from './farewell.ts';
import { GRANIAN_SETTINGS, type GranianOptions, granianShape } from './options.ts';

type Protocol = NonNullable<GranianOptions['interface']>;

const START_FILE = '/etc/granian/serve.py';
const LEAST_WORKERS = 1;
/** 1 worker with 16 threads stayed at 0.92–0.98 of the best where requests wait or compute. Measured 2026-11-22, granian 2.8.7. */
const THREADS = 16;
/** Stopping threads and lifespan after the last request. Measured: 0.1 s, granian 2.8.7. */
const EXTRA_SECONDS = 1;
/** How long it goes on after SIGTERM, saying that connections end: as long as gunicorn 27.0.1 does (STOP_KEEPALIVE_LINGER). */
const FAREWELL_SECONDS = 2;

/** Fields of a request as granian hands them to its logger (granian/log.py). */
const GRANIAN_ACCESS: AccessLogger = {
  name: 'granian.access',
  body: [
    'return {',
    '    "remote": args["addr"],',
    '    "method": args["method"],',
    '    "path": args["path"],',
    '    "query": args["query_string"],',
    '    "protocol": args["protocol"],',
    '    "status": args["status"],',
    '    "seconds": args["dt_ms"] / 1e3,',
    '    "user_agent": args.get("_h0"),',
    '    "forwarded_for": args.get("_h1"),',
    '    "request_id": args.get("_h2"),',
    '}',
  ],
};
/** Asks for the headers by their order; the text itself is never written. */
const ACCESS_FORMAT = '%(header{user-agent})s %(header{x-forwarded-for})s %(header{x-request-id})s';

/** Its command reads variables, the class that the start file uses does not. @see granian/cli.py entrypoint of 2.8.7 */
const VARIABLES = { prefix: 'GRANIAN_', derived: GRANIAN_SETTINGS.derived };

/**
 * Serves an ASGI, WSGI or RSGI application by granian, started by a generated Python file.
 * Raises SW2001, SW2002, SW2005, SW2007, SW2008, SW2016, SW2018 to SW2020 and SW2029, see README.md.
 * @example granian({ app: 'shop.asgi:application' })
 */
export function granian(options: GranianOptions): Server<'granian', GranianOptions> {
  return {
    family: 'server',
    kind: 'granian',
    options,
    with: remake(granian),
    check: () => checkShape(granianShape, options),
    facts: (input) => facts(options, input),
  };
}

function facts(options: GranianOptions, input: ServerInput): ServerFacts {
  const protocol = options.interface ?? 'asgi';
  const count = workerCount(options, LEAST_WORKERS, input);
  const threads = protocol === 'wsgi' ? (options.threads ?? THREADS) : 1;
  const metricsPort = metricsPortOf(options.metrics, input);
  const farewell = farewellOf(protocol, input);
  const threaded = { ...options, connectionsPerWorker: options.connectionsPerWorker ?? threads };
  const server = {
    title: `granian ${protocol}`,
    file: { path: START_FILE, text: textOf(options, threads, count.workers, metricsPort, input) },
    options: protocol === 'wsgi' ? threaded : options,
    count,
    least: LEAST_WORKERS,
    packages: ['granian>=2.6'],
  };
  return {
    ...pythonFacts(server, input),
    threads,
    // granian/server/common.py, 2.8.9: "Websockets are not supported on WSGI, ignoring".
    webSockets:
      protocol === 'wsgi' || options.settings?.['websockets'] === false ? 'never' : 'loop',
    ...(protocol === 'wsgi'
      ? { concurrency: count.workers * threads, liveness: 'tcp' as const }
      : {}),
    drain: {
      gracefulTimeoutSeconds: input.gracefulTimeoutSeconds,
      extraSeconds: (farewell === undefined ? 0 : FAREWELL_SECONDS) + EXTRA_SECONDS,
      bounded: true,
      signal: 'SIGTERM',
    },
    keepAlive: keeps(input),
    ...(metricsPort === undefined
      ? {}
      : {
          metrics: { port: metricsPort, path: '/metrics' },
          ports: [{ name: 'metrics', port: metricsPort }],
        }),
    because: {
      ...pythonBecause(server, input),
      ...keepsBecause(input),
      'drain.gracefulTimeoutSeconds': {
        formula: `workers_kill_timeout = ${input.gracefulTimeoutSeconds}; granian's default waits for ever`,
        source: 'https://github.com/emmett-framework/granian#options',
      },
      ...(farewell === undefined
        ? {}
        : {
            'drain.extraSeconds': {
              formula: `${FAREWELL_SECONDS} s in which responses announce the end of their connections + ${EXTRA_SECONDS} s to end`,
              source: 'granian 2.8.7 granian/server/common.py shutdown, which the start file wraps',
            },
          }),
    },
    findings: findingsOf(options, protocol, input, [
      ...memoryFindings(count, options.memoryPerWorker, input),
      ...metricsPortFindings(metricsPort, input),
    ]),
  };
}

function findingsOf(
  options: GranianOptions,
  protocol: Protocol,
  input: ServerInput,
  more: readonly Finding[],
): readonly Finding[] {
  const at = `${input.process}.server`;
  const cut = 'Use `gunicorn` with the worker class `asgi` or `gthread` (27.0.1 or newer).';
  const wrap = `Wrap the application by granian.utils.proxies.wrap_${protocol === 'wsgi' ? 'wsgi' : 'asgi'}_with_proxy_headers.`;
  return [
    ...settingFindings(options.settings, GRANIAN_SETTINGS, input.process),
    ...unreadVariableFindings(input, 'granian', VARIABLES),
    ...(farewellOf(protocol, input) === undefined
      ? idleCutFindings(input, 'granian rsgi', cut)
      : []),
    ...more,
    ...(input.behindProxy ? [schemeUnreadFinding('granian', at, wrap)] : []),
    ...startFileUnusedFindings(input, START_FILE),
    ...(options.threads !== undefined && protocol !== 'wsgi'
      ? [
          {
            code: 'SW2020',
            name: 'granian-threads-unused',
            severity: 'error',
            path: `${at}.threads`,
            message: `\`threads\` means nothing to a ${protocol} application.`,
            because: 'It runs in an event loop; only WSGI applications run in threads.',
            fix: "Leave it out, or say `interface: 'wsgi'`.",
          } as const,
        ]
      : []),
  ];
}

function textOf(
  options: GranianOptions,
  threads: number,
  workers: number,
  metricsPort: number | undefined,
  input: ServerInput,
): string {
  const protocol = options.interface ?? 'asgi';
  const milliseconds = keepAliveSeconds(input) * 1000;
  const { socket } = socketOf(input);
  const farewell = farewellOf(protocol, input);
  return startFileText({
    options,
    ...(socket === undefined ? {} : { socket: socket.path }),
    access: GRANIAN_ACCESS,
    errors: ['_granian'],
    imports: [
      ...(socket === undefined ? [] : ['from pathlib import Path', '']),
      'from granian import Granian',
      ...(farewell === undefined ? [] : FAREWELL_IMPORTS),
      'from granian.constants import Interfaces',
      'from granian.http import HTTP1Settings',
      'from granian.log import LogLevels',
    ],
    settings: {
      ...options.settings,
      ...(socket === undefined ? { address: listenAddress(options), port: input.port } : {}),
      log_access: options.accessLog !== 'none',
      log_access_format: ACCESS_FORMAT,
      respawn_failed_workers: true,
      workers,
      workers_kill_timeout: input.gracefulTimeoutSeconds,
      ...(protocol === 'wsgi' ? { blocking_threads: threads } : {}),
      ...(options.factory === true ? { factory: true } : {}),
      ...(metricsPort === undefined
        ? {}
        : { metrics_enabled: true, metrics_address: '0.0.0.0', metrics_port: metricsPort }),
    },
    ...(farewell === undefined
      ? {}
      : {
          modules: FAREWELL_MODULES,
          definitions: farewellLines(farewell, FAREWELL_SECONDS, options.factory === true),
        }),
    start: [
      ...(farewell === undefined ? [] : FAREWELL_START),
      `${farewell === undefined ? 'Granian' : 'Server'}(`,
      '    APP,',
      ...(socket === undefined ? [] : [`    uds=Path(${toPython(socket.path)}),`]),
      `    interface=Interfaces.${protocol.toUpperCase()},`,
      '    # How long a connection may be silent before the next request: the command line allows no more than 60 s.',
      `    http1_settings=HTTP1Settings(header_read_timeout=${milliseconds}),`,
      `    log_level=LogLevels.${options.logLevel ?? 'info'},`,
      '    log_dictconfig=LOGGING,',
      '    **SETTINGS,',
      `).serve(${farewell === undefined ? '' : 'target_loader=load'})`,
    ],
  });
}

/** The protocol by which the end is announced; behind a proxy in the pod nobody keeps idle connections. */
function farewellOf(protocol: Protocol, input: ServerInput): WrappedProtocol | undefined {
  return protocol === 'rsgi' || socketOf(input).socket !== undefined ? undefined : protocol;
}
