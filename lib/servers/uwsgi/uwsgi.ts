/** servers › uwsgi: the profile of uWSGI 2.0.27 and newer; what it decides is read by resolve. */

import type { Finding } from '../../model/finding.ts';
import type { Server, ServerFacts, ServerInput } from '../../model/server.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { type IniSection, toIni } from '../../text/ini.ts';
import { PYTHON_ENVIRONMENT, valueVariables } from '../python-environment.ts';
import { recycleFindings } from '../recycle-finding.ts';
import { THREADS } from '../threads.ts';
import { overridingVariableFindings } from '../overriding-variables.ts';
import { unreadVariableFindings } from '../unread-variables.ts';
import { memoryFindings, workerCount, workersFormula } from '../worker-memory.ts';
import { UWSGI_SETTINGS, type UwsgiOptions, uwsgiShape } from './options.ts';
import { uwsgiSettingFindings } from './setting-findings.ts';
import { UWSGI_VARIABLES } from './variables.ts';

const CONFIGURATION_PATH = '/etc/uwsgi/uwsgi.ini';
/** The second worker keeps a pod alive while the first restarts. */
const LEAST_WORKERS = 2;
/** The master looks once a second, and buries what mercy has killed at the next look. Measured: 1–2 s, uWSGI 2.0.30. */
const EXTRA_SECONDS = 2;
/** harakiri comes this much after the time a request may take. */
const HARAKIRI_MARGIN_SECONDS = 5;
/** The kernel's own limit (net.core.somaxconn) is 4096 since Linux 5.4; uWSGI does not start with more than that. */
const LISTEN = 1024;
/** uWSGI's 4096 bytes for all headers are too few for large cookies: the proxy would answer 502. */
const BUFFER_SIZE = 16_384;
/** Restarts of workers are spread over at least this many requests. */
const LEAST_DELTA = 50;

/**
 * Serves a WSGI application by uWSGI over HTTP.
 * Raises SW2001, SW2002, SW2007 to SW2009, SW2022, SW2028 and SW2029, see README.md.
 * @example uwsgi({ app: 'shop.wsgi:application' })
 */
export function uwsgi(options: UwsgiOptions): Server<'uwsgi', UwsgiOptions> {
  return {
    family: 'server',
    kind: 'uwsgi',
    options,
    with: remake(uwsgi),
    check: () => checkShape(uwsgiShape, options),
    facts: (input) => facts(options, input),
  };
}

function facts(options: UwsgiOptions, input: ServerInput): ServerFacts {
  const parent = options.lazyApps === true ? 'bare' : 'loaded';
  const count = workerCount(options, LEAST_WORKERS, input, parent);
  const { workers } = count;
  const threads = options.threads ?? THREADS[options.workload ?? 'mixed'];
  const each = options.connectionsPerWorker ?? threads;
  const limit = input.requestTimeoutSeconds + HARAKIRI_MARGIN_SECONDS;
  return {
    title: 'uWSGI',
    command: input.command ?? ['uwsgi', '--ini', CONFIGURATION_PATH],
    ...(input.socket === undefined
      ? {}
      : { socket: { path: input.socket, protocol: 'uwsgi' as const } }),
    env: valueVariables({
      // uWSGI reads every option from the environment too.
      ...(input.command === undefined ? {} : { UWSGI_INI: CONFIGURATION_PATH }),
      WEB_CONCURRENCY: String(workers),
    }),
    imageEnv: PYTHON_ENVIRONMENT,
    files: { [CONFIGURATION_PATH]: toIni([section(options, { workers, threads, limit }, input)]) },
    writable: [{ path: '/tmp', medium: 'disk', sizeLimit: '64Mi' }],
    workers,
    threads,
    concurrency: workers * threads,
    connectionsPerPod: workers * each,
    drain: {
      gracefulTimeoutSeconds: input.gracefulTimeoutSeconds,
      extraSeconds: EXTRA_SECONDS,
      bounded: true,
      signal: 'SIGTERM',
    },
    keepAlive: { kind: 'closes' },
    requestLimit: { enforcedBy: 'server', seconds: limit },
    webSockets: 'thread',
    http2: false,
    liveness: 'tcp',
    accessLog: options.accessLog ?? 'json',
    // It asks nobody who sends X-Forwarded-Proto (core/protocol.c, 2.0.30), which matters where a proxy says it.
    ...(input.behindProxy ? { forwarded: { from: ['*'], decide: 'scheme' as const } } : {}),
    packages: ['uWSGI>=2.0.27'],
    because: {
      workers: { formula: workersFormula(count, LEAST_WORKERS, input.cpuCores) },
      threads: {
        formula:
          options.threads === undefined
            ? `${threads} for requests of kind ${options.workload ?? 'mixed'}`
            : `${threads}, as written`,
      },
      connectionsPerPod: { formula: `${workers} workers × ${each}` },
      keepAlive: {
        formula:
          input.socket === undefined
            ? 'http-socket closes after every response, which a header announces'
            : 'the uwsgi protocol carries one request a connection',
      },
      'drain.gracefulTimeoutSeconds': {
        formula: `worker-reload-mercy = ${input.gracefulTimeoutSeconds}, which grace_them_all and exit-on-reload obey`,
        source: 'core/uwsgi.c grace_them_all, uWSGI 2.0.30; measured 2026-11-22',
      },
      'requestLimit.seconds': {
        formula: `harakiri = request timeout ${input.requestTimeoutSeconds} + ${HARAKIRI_MARGIN_SECONDS}`,
        source: 'https://uwsgi-docs.readthedocs.io/en/latest/Options.html#harakiri',
      },
    },
    findings: [
      ...uwsgiSettingFindings(options.settings, input.process),
      ...memoryFindings(count, options.memoryPerWorker, input),
      ...recycleFindings(options.maxRequests, workers, input),
      ...trustFindings(input),
      ...overridingVariableFindings(input, UWSGI_VARIABLES),
      ...unreadVariableFindings(input, 'uWSGI'),
    ],
  };
}

function section(
  options: UwsgiOptions,
  given: { readonly workers: number; readonly threads: number; readonly limit: number },
  input: ServerInput,
): IniSection {
  const host = options.bind === 'dual-stack' ? '[::]' : '0.0.0.0';
  const authored = Object.entries(options.settings ?? {})
    .filter(([name]) => !UWSGI_SETTINGS.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const said = (name: string) => options.settings?.[name] !== undefined;
  return {
    name: 'uwsgi',
    options: [
      ['strict', true],
      ['master', true],
      ['need-app', true],
      ['single-interpreter', true],
      ['enable-threads', true],
      ['module', options.app],
      ...(options.pythonPath === undefined ? [] : [['pythonpath', options.pythonPath] as const]),
      ...(options.lazyApps === true ? [['lazy-apps', true] as const] : []),
      ...(input.socket === undefined
        ? ([
            ['http-socket', `${host}:${input.port}`],
            ['add-header', 'Connection: close'],
          ] as const)
        : ([['socket', input.socket]] as const)),
      ...(said('listen') ? [] : [['listen', LISTEN] as const]),
      ...(said('buffer-size') ? [] : [['buffer-size', BUFFER_SIZE] as const]),
      ['processes', given.workers],
      ['threads', given.threads],
      ['harakiri', given.limit],
      ['harakiri-verbose', true],
      ...(options.maxRequests === undefined ? [] : recycling(options.maxRequests)),
      ...STOPPING,
      ['worker-reload-mercy', input.gracefulTimeoutSeconds],
      ...logging(options.accessLog ?? 'json'),
      ...authored.flatMap(([name, value]) =>
        typeof value === 'object'
          ? value.map((item) => [name, item] as const)
          : [[name, value] as const],
      ),
    ],
  };
}

/**
 * On SIGTERM workers finish their requests, mercy and harakiri stay in force, and the master ends with 0. By default
 * SIGTERM reloads; with die-on-term alone requests are lost; gracefully_kill_them_all waits without limit.
 */
const STOPPING: IniSection['options'] = [
  ['hook-master-start', 'unix_signal:15 grace_them_all'],
  ['exit-on-reload', true],
  ['die-on-term', true],
];

function recycling(maxRequests: number): IniSection['options'] {
  return [
    ['max-requests', maxRequests],
    ['max-requests-delta', Math.max(LEAST_DELTA, Math.ceil(maxRequests / 10))],
  ];
}

/** Encoders escape the message for JSON; they need the master to write it. */
function logging(accessLog: 'json' | 'none'): IniSection['options'] {
  const line = (logger: string) =>
    `json {"time":"\${strftime:%Y-%m-%dT%H:%M:%S%z}","logger":"${logger}","message":"\${msg}"}`;
  return [
    ['log-master', true],
    ['logger', 'stdio'],
    ['log-encoder', line('uwsgi')],
    ['log-encoder', 'nl'],
    ...(accessLog === 'none'
      ? ([['disable-logging', true]] as const)
      : ([
          ['req-logger', 'stdio'],
          ['log-format', '%(addr) %(method) %(uri) %(proto) %(status) %(size) %(msecs)ms'],
          ['log-req-encoder', line('uwsgi.access')],
          ['log-req-encoder', 'nl'],
        ] as const)),
  ];
}

function trustFindings(input: ServerInput): readonly Finding[] {
  return input.ingressRestricted
    ? []
    : [
        {
          code: 'SW2022',
          name: 'uwsgi-everybody-trusted',
          severity: 'warning',
          path: `${input.process}.server`,
          message:
            'uWSGI believes X-Forwarded-Proto of everybody, and no NetworkPolicy keeps anybody out.',
          because: 'Any pod could claim to have come by HTTPS; uWSGI cannot be told otherwise.',
          fix: 'Switch `network.policies` on.',
        },
      ];
}
