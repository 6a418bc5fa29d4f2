/** servers › uvicorn: the profile of uvicorn by itself; what it decides is read by resolve. */

import type { Server, ServerFacts, ServerInput } from '../../model/server.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { believedBecause, believedHeaders } from '../believed-headers.ts';
import { startFileUnusedFindings } from '../command-findings.ts';
import { UVICORN_ACCESS } from '../json-log.ts';
import { keepAliveSeconds } from '../../model/keep-alive.ts';
import { keeps, keepsBecause, pythonBecause, pythonFacts, socketOf } from '../python-facts.ts';
import { listenAddress } from '../python-options.ts';
import { startFileText } from '../python-start-file.ts';
import { settingFindings } from '../known-settings.ts';
import { trustFindings } from '../trust-findings.ts';
import { trustedProxies } from '../../model/trusted-proxy.ts';
import { webSocketPackages } from '../web-socket-packages.ts';
import { unreadVariableFindings } from '../unread-variables.ts';
import { memoryFindings, workerCount } from '../worker-memory.ts';
import { UVICORN_SETTINGS, type UvicornOptions, uvicornShape } from './options.ts';

const START_FILE = '/etc/uvicorn/serve.py';
/** One loop per core; a second one on the same core bought nothing. Measured 2026-11-22, limits 0.25 to 1. */
const LEAST_WORKERS = 1;
/** The loop notices the signal, cancels what is left at the limit, and ends. Measured: 0.2 s, uvicorn 0.54. */
const EXTRA_SECONDS = 1;
/**
 * How long it goes on after SIGTERM, announcing in every response that the connection ends: what gunicorn 27.0.1 takes
 * for the same (STOP_KEEPALIVE_LINGER, gunicorn/workers/gthread.py). Without it uvicorn cuts idle connections at once,
 * and about one request in a thousand on connections kept to a Service was lost. Measured 2026-11-28, uvicorn 0.54.
 */
const FAREWELL_SECONDS = 2;

/** Its command reads variables, the function that the start file calls does not. @see uvicorn/main.py of 0.54.0 */
const VARIABLES = { prefix: 'UVICORN_', derived: UVICORN_SETTINGS.derived };

/**
 * Serves an ASGI application by uvicorn, started by a generated Python file.
 * Raises SW2001, SW2002, SW2007, SW2008, SW2013, SW2014, SW2019 and SW2029, see README.md.
 * @example uvicorn({ app: 'shop.asgi:application' })
 */
export function uvicorn(options: UvicornOptions): Server<'uvicorn', UvicornOptions> {
  return {
    family: 'server',
    kind: 'uvicorn',
    options,
    with: remake(uvicorn),
    check: () => checkShape(uvicornShape, options),
    facts: (input) => facts(options, input),
  };
}

function facts(options: UvicornOptions, input: ServerInput): ServerFacts {
  const count = workerCount(options, LEAST_WORKERS, input);
  const server = {
    title: 'uvicorn',
    file: { path: START_FILE, text: textOf(options, count.workers, input) },
    options,
    count,
    least: LEAST_WORKERS,
    packages: ['uvicorn>=0.30', ...webSocketPackages(input)],
  };
  const farewell = farewellSeconds(input);
  const believed = believedHeaders(options.trustedProxies, input, 'address and scheme');
  return {
    ...pythonFacts(server, input),
    ...believed,
    drain: {
      gracefulTimeoutSeconds: input.gracefulTimeoutSeconds,
      extraSeconds: farewell + EXTRA_SECONDS,
      bounded: true,
      signal: 'SIGTERM',
    },
    keepAlive: keeps(input),
    webSockets: options.settings?.['ws'] === 'none' ? 'never' : 'loop',
    // uvicorn/config.py, 0.54.0: off unless told, and then by the package zttp.
    ...(options.settings?.['http2'] === true ? {} : { http2: false }),
    because: {
      ...pythonBecause(server, input),
      ...keepsBecause(input),
      ...believedBecause(options.trustedProxies, believed),
      'drain.gracefulTimeoutSeconds': {
        formula: `timeout_graceful_shutdown = ${input.gracefulTimeoutSeconds}; uvicorn's default waits for ever`,
        source: 'https://www.uvicorn.org/settings/#timeouts',
      },
      'drain.extraSeconds': {
        formula: `${farewell} s in which responses announce the end of their connections + ${EXTRA_SECONDS} s to notice and end`,
        source: 'uvicorn 0.54.0 uvicorn/server.py Server.shutdown, which the start file wraps',
      },
    },
    findings: [
      ...settingFindings(options.settings, UVICORN_SETTINGS, input.process),
      ...unreadVariableFindings(input, 'uvicorn', VARIABLES),
      ...memoryFindings(count, options.memoryPerWorker, input),
      ...trustFindings(options.trustedProxies, input),
      ...startFileUnusedFindings(input, START_FILE),
    ],
  };
}

function textOf(options: UvicornOptions, workers: number, input: ServerInput): string {
  const trusted = trustedProxies(options.trustedProxies, input);
  const { socket } = socketOf(input);
  const farewell = farewellSeconds(input);
  return startFileText({
    options,
    ...(socket === undefined ? {} : { socket: socket.path }),
    access: UVICORN_ACCESS,
    errors: ['uvicorn'],
    imports: ['import uvicorn'],
    settings: {
      ...options.settings,
      access_log: options.accessLog !== 'none',
      ...(socket === undefined
        ? { host: listenAddress(options), port: input.port }
        : { uds: socket.path }),
      timeout_graceful_shutdown: input.gracefulTimeoutSeconds,
      timeout_keep_alive: keepAliveSeconds(input),
      workers,
      ...(options.factory === true ? { factory: true } : {}),
      ...(trusted === undefined ? {} : { forwarded_allow_ips: [...trusted] }),
    },
    ...(farewell === 0 ? {} : { modules: ['asyncio'], definitions: farewellLines(farewell) }),
    start: ['uvicorn.run(APP, log_config=LOGGING, **SETTINGS)'],
  });
}

/** Behind a proxy in the pod nobody keeps idle connections, so there is nobody to take leave of. */
function farewellSeconds(input: ServerInput): number {
  return socketOf(input).socket === undefined ? FAREWELL_SECONDS : 0;
}

/** The server's own shutdown, after a while in which it still accepts, answers and says that connections end. */
function farewellLines(seconds: number): readonly string[] {
  return [
    'shut_down = uvicorn.Server.shutdown',
    '',
    '',
    'async def take_leave(server, sockets=None):',
    '    """Say in every response that its connection ends, before the server closes those that are idle."""',
    '    state = server.server_state',
    '    state.default_headers = [*state.default_headers, (b"connection", b"close")]',
    `    await asyncio.sleep(${seconds})`,
    '    await shut_down(server, sockets)',
    '',
    '',
    'uvicorn.Server.shutdown = take_leave',
  ];
}
