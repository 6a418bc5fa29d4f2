/** servers › uvicorn: the profile of uvicorn by itself; what it decides is read by resolve. */

import type { Server, ServerFacts, ServerInput } from '../../model/server.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { startFileUnusedFindings } from '../command-findings.ts';
import { UVICORN_ACCESS } from '../json-log.ts';
import { keepAliveSeconds } from '../../model/keep-alive.ts';
import { keeps, keepsBecause, pythonBecause, pythonFacts, socketOf } from '../python-facts.ts';
import { listenAddress } from '../python-options.ts';
import { startFileText } from '../python-start-file.ts';
import { settingFindings } from '../known-settings.ts';
import { idleCutFindings } from '../idle-cut-finding.ts';
import { trustFindings } from '../trust-findings.ts';
import { trustedProxies } from '../../model/trusted-proxy.ts';
import { memoryFindings, workerCount } from '../worker-memory.ts';
import { UVICORN_SETTINGS, type UvicornOptions, uvicornShape } from './options.ts';

const START_FILE = '/etc/uvicorn/serve.py';
/** One loop per core; a second one on the same core bought nothing. Measured 2026-11-22, limits 0.25 to 1. */
const LEAST_WORKERS = 1;
/** The loop notices the signal, cancels what is left at the limit, and ends. Measured: 0.2 s, uvicorn 0.54. */
const EXTRA_SECONDS = 1;

/**
 * Serves an ASGI application by uvicorn, started by a generated Python file.
 * Raises SW2001, SW2002, SW2005, SW2007, SW2008, SW2013, SW2014 and SW2019, see README.md.
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
    packages: ['uvicorn>=0.30'],
  };
  const fix =
    'Use `gunicorn` with the worker class `asgi` (27.0.1 or newer), which announces the end first.';
  return {
    ...pythonFacts(server, input),
    drain: {
      gracefulTimeoutSeconds: input.gracefulTimeoutSeconds,
      extraSeconds: EXTRA_SECONDS,
      bounded: true,
      signal: 'SIGTERM',
    },
    keepAlive: keeps(input),
    because: {
      ...pythonBecause(server, input),
      ...keepsBecause(input),
      'drain.gracefulTimeoutSeconds': {
        formula: `timeout_graceful_shutdown = ${input.gracefulTimeoutSeconds}; uvicorn's default waits for ever`,
        source: 'https://www.uvicorn.org/settings/#timeouts',
      },
    },
    findings: [
      ...settingFindings(options.settings, UVICORN_SETTINGS, input.process),
      ...idleCutFindings(input, 'uvicorn', fix),
      ...memoryFindings(count, options.memoryPerWorker, input),
      ...trustFindings(options.trustedProxies, input),
      ...startFileUnusedFindings(input, START_FILE),
    ],
  };
}

function textOf(options: UvicornOptions, workers: number, input: ServerInput): string {
  const trusted = trustedProxies(options.trustedProxies, input);
  const { socket } = socketOf(input);
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
    start: ['uvicorn.run(APP, log_config=LOGGING, **SETTINGS)'],
  });
}
