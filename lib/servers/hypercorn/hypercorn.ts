/** servers › hypercorn: the profile of hypercorn; what it decides is read by resolve. */

import type { Server, ServerFacts, ServerInput } from '../../model/server.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { startFileUnusedFindings } from '../command-findings.ts';
import type { AccessLogger } from '../json-log.ts';
import { keepAliveSeconds } from '../../model/keep-alive.ts';
import { keeps, keepsBecause, pythonBecause, pythonFacts, socketOf } from '../python-facts.ts';
import { startFileText } from '../python-start-file.ts';
import { settingFindings } from '../known-settings.ts';
import { idleCutFindings } from '../idle-cut-finding.ts';
import { schemeUnreadFinding } from '../scheme-unread-finding.ts';
import { unreadVariableFindings } from '../unread-variables.ts';
import { memoryFindings, workerCount } from '../worker-memory.ts';
import { HYPERCORN_SETTINGS, type HypercornOptions, hypercornShape } from './options.ts';

const START_FILE = '/etc/hypercorn/serve.py';
/** Stopping the loop and the lifespan after the limit. Measured: 0.3 s, hypercorn 0.18. */
const EXTRA_SECONDS = 1;
/** As the other servers; the kernel's own limit is 4096 since Linux 5.4. */
const BACKLOG = 2048;

/** Atoms of hypercorn's access log (hypercorn/logging.py AccessLogAtoms). */
const HYPERCORN_ACCESS: AccessLogger = {
  name: 'hypercorn.access',
  body: [
    'status = str(args.get("s"))',
    'return {',
    '    "remote": (args.get("h") or "").rpartition(":")[0],',
    '    "method": args.get("m"),',
    '    "path": args.get("U"),',
    '    "query": args.get("q"),',
    '    "protocol": args.get("H"),',
    '    "status": int(status) if status.isdigit() else status,',
    '    "bytes": args.get("B"),',
    '    "seconds": args.get("D", 0) / 1e6,',
    '    "referer": args.get("f"),',
    '    "user_agent": args.get("a"),',
    '    "forwarded_for": args.get("{x-forwarded-for}i"),',
    '    "request_id": args.get("{x-request-id}i"),',
    '}',
  ],
};

/**
 * Serves an ASGI application by hypercorn, started by a generated Python file, in one process unless workers are asked for.
 * Raises SW2001, SW2002, SW2005, SW2007, SW2018, SW2019, SW2021 and SW2029, see README.md.
 * @example hypercorn({ app: 'shop.asgi:application' })
 */
export function hypercorn(options: HypercornOptions): Server<'hypercorn', HypercornOptions> {
  return {
    family: 'server',
    kind: 'hypercorn',
    options,
    with: remake(hypercorn),
    check: () => checkShape(hypercornShape, options),
    facts: (input) => facts(options, input),
  };
}

function facts(options: HypercornOptions, input: ServerInput): ServerFacts {
  // A second worker is cut off when the first has stopped: so there is one, unless the author insists.
  const count = workerCount({ ...options, workers: options.workers ?? 1 }, 1, input);
  const server = {
    title: 'hypercorn',
    file: { path: START_FILE, text: textOf(options, count.workers, input) },
    options,
    count,
    least: 1,
    packages: ['hypercorn>=0.17', ...loopPackages(options)],
  };
  const at = `${input.process}.server`;
  const cut =
    'Use `gunicorn` with the worker class `asgi` (27.0.1 or newer), which announces the end first.';
  const wrap = 'Wrap the application by hypercorn.middleware.ProxyFixMiddleware.';
  return {
    ...pythonFacts(server, input),
    drain: {
      gracefulTimeoutSeconds: input.gracefulTimeoutSeconds,
      extraSeconds: EXTRA_SECONDS,
      bounded: true,
      signal: 'SIGTERM',
    },
    keepAlive: keeps(input),
    webSockets: 'loop',
    because: {
      ...pythonBecause(server, input),
      ...keepsBecause(input),
      workers: {
        formula:
          options.workers === undefined
            ? '1: of several, all are cut off when the first has stopped'
            : `${options.workers}, as written`,
        source: 'hypercorn/run.py, 0.18.0',
      },
      'drain.gracefulTimeoutSeconds': {
        formula: `graceful_timeout = ${input.gracefulTimeoutSeconds}; hypercorn's default is 3`,
        source: 'https://hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html',
      },
    },
    findings: [
      ...settingFindings(options.settings, HYPERCORN_SETTINGS, input.process),
      ...unreadVariableFindings(input, 'hypercorn'),
      ...idleCutFindings(input, 'hypercorn', cut),
      ...memoryFindings(count, options.memoryPerWorker, input),
      ...(input.behindProxy ? [schemeUnreadFinding('hypercorn', at, wrap)] : []),
      ...startFileUnusedFindings(input, START_FILE),
      ...(count.workers > 1
        ? [
            {
              code: 'SW2021',
              name: 'hypercorn-workers-cut',
              severity: 'error',
              path: `${at}.workers`,
              message: `With ${count.workers} workers hypercorn loses requests whenever it stops.`,
              because:
                'When the first worker has stopped, the others are ended by SIGTERM in the middle of their requests (hypercorn/run.py, 0.18.0).',
              fix: 'Leave `workers` out and run more pods, or use `gunicorn` with the worker class `asgi`.',
            } as const,
          ]
        : []),
    ],
  };
}

function loopPackages({ workerClass }: HypercornOptions): readonly string[] {
  return workerClass === 'uvloop' || workerClass === 'trio' ? [workerClass] : [];
}

function textOf(options: HypercornOptions, workers: number, input: ServerInput): string {
  const { socket } = socketOf(input);
  const address = options.bind === 'dual-stack' ? '[::]' : '0.0.0.0';
  return startFileText({
    options,
    ...(socket === undefined ? {} : { socket: socket.path }),
    access: HYPERCORN_ACCESS,
    errors: ['hypercorn.error'],
    imports: ['from hypercorn.config import Config', 'from hypercorn.run import run'],
    settings: {
      ...options.settings,
      accesslog: options.accessLog === 'none' ? null : '-',
      // hypercorn queues no more than 100 connections, and a unix socket refuses at once what does not fit.
      ...(socket === undefined
        ? { bind: `${address}:${input.port}` }
        : { backlog: BACKLOG, bind: `unix:${socket.path}` }),
      graceful_timeout: input.gracefulTimeoutSeconds,
      keep_alive_timeout: keepAliveSeconds(input),
      worker_class: options.workerClass ?? 'asyncio',
      // 0 serves in the first process, without a parent that must pass signals on.
      workers: workers === 1 ? 0 : workers,
      ...(options.keepAliveMaxRequests === undefined
        ? {}
        : { keep_alive_max_requests: options.keepAliveMaxRequests }),
    },
    start: [
      'config = Config.from_mapping(SETTINGS)',
      'config.application_path = APP',
      'config.logconfig_dict = LOGGING',
      'sys.exit(run(config))',
    ],
  });
}
