/** servers › gunicorn: the time-outs that follow from the process, and why every derived value is what it is. */

import type { ServerFacts, ServerInput } from '../../model/server.ts';
import { keepAliveFormula, keepAliveSeconds } from '../../model/keep-alive.ts';
import { workersFormula } from '../worker-memory.ts';
import { type Concurrency, isLoop } from './concurrency.ts';
import { drainExtra, idleConnectionsDelay } from './drain.ts';
import type { GunicornOptions, WorkerClass } from './options.ts';
import type { VersionRange } from './version.ts';

/** A worker is given this much longer than a request before it is taken for dead. */
const TIMEOUT_MARGIN_SECONDS = 5;
/** Importing an application counts as silence too: workers that only send a heartbeat get at least gunicorn's default. */
const LEAST_HEARTBEAT_SECONDS = 30;
/** Restarts of workers are spread over at least this many requests. */
const LEAST_JITTER = 50;

const DOCS = 'https://docs.gunicorn.org/en/stable/settings.html';

/** Seconds of silence after which the master kills a worker: a limit of requests for sync, a heartbeat for the others. */
export function timeoutSeconds(workerClass: WorkerClass, input: ServerInput): number {
  const limit = input.requestTimeoutSeconds + TIMEOUT_MARGIN_SECONDS;
  return workerClass === 'sync' ? limit : Math.max(limit, LEAST_HEARTBEAT_SECONDS);
}

/** Spread of the restarts of workers, so that they do not come at once. */
export function jitterOf(maxRequests: number): number {
  return Math.max(LEAST_JITTER, Math.ceil(maxRequests / 10));
}

/** Formulas and sources of derived values, by their path in the server plan. */
export function becauseOf(
  options: GunicornOptions,
  workerClass: WorkerClass,
  range: VersionRange,
  concurrency: Concurrency,
  input: ServerInput,
): ServerFacts['because'] {
  return {
    workers: {
      formula: workersFormula(concurrency.count, isLoop(workerClass) ? 1 : 2, input.cpuCores),
    },
    ...(workerClass === 'gthread'
      ? { threads: { formula: threadsFormula(options, concurrency) } }
      : {}),
    connectionsPerPod: { formula: connectionsFormula(options, workerClass, concurrency) },
    'drain.gracefulTimeoutSeconds': {
      formula: `graceful_timeout = ${input.gracefulTimeoutSeconds}; the master kills what is left then${delayNote(workerClass, range, input)}`,
      source: `${DOCS}#graceful-timeout`,
    },
    'drain.extraSeconds': {
      formula: `${drainExtra(workerClass, range).formula}${range.text === undefined ? ', the most of any version' : ''}`,
      source: 'gunicorn/util.py close_graceful; measured 2026-11-22, gunicorn 23.0.0 to 27.0.1',
    },
    ...(workerClass === 'sync'
      ? {
          keepAlive: { formula: 'sync workers close after every response' },
          'requestLimit.seconds': {
            formula: `request timeout ${input.requestTimeoutSeconds} + ${TIMEOUT_MARGIN_SECONDS}; the master kills the worker`,
            source: `${DOCS}#timeout`,
          },
        }
      : {
          'keepAlive.seconds': {
            formula: keepAliveFormula(input),
            source: `${DOCS}#keepalive`,
          },
          requestLimit: {
            formula: `timeout = ${timeoutSeconds(workerClass, input)} is a heartbeat of ${workerClass} workers; it ends no request`,
            source: `${DOCS}#timeout`,
          },
        }),
  };
}

function delayNote(workerClass: WorkerClass, range: VersionRange, input: ServerInput): string {
  const { gracefulTimeoutSeconds } = input;
  const times = { keepAliveSeconds: keepAliveSeconds(input), gracefulTimeoutSeconds };
  return idleConnectionsDelay(workerClass, range, times)
    ? '; idle connections of a proxy may hold the stop up until then'
    : '';
}

function threadsFormula(options: GunicornOptions, { threads }: Concurrency): string {
  return options.threads === undefined
    ? `${threads} for requests of kind ${options.workload ?? 'mixed'}; 2 workers × 16 threads reach 0.89–0.99 of the best (measured 2026-11-22, gunicorn 27.0.1)`
    : `${threads}, as written`;
}

function connectionsFormula(
  options: GunicornOptions,
  workerClass: WorkerClass,
  { workers, databaseConnections }: Concurrency,
): string {
  const each = databaseConnections / workers;
  if (options.connectionsPerWorker !== undefined) return `${workers} workers × ${each}, as written`;
  return isLoop(workerClass)
    ? `${workers} workers × ${each} (an application's pool; say yours with connectionsPerWorker)`
    : `${workers} workers × ${each} threads`;
}
