/** servers › gunicorn: prints gunicorn.conf.py from decided values. */

import { type PythonData, toPythonModule } from '../../text/python.ts';
import {
  type AccessLogger,
  UVICORN_ACCESS,
  jsonFormatter,
  jsonLogImports,
  jsonLogging,
} from '../json-log.ts';
import type { GunicornOptions, WorkerClass } from './options.ts';

/** Where the configuration file is mounted. */
export const CONFIGURATION_PATH = '/etc/gunicorn/gunicorn.conf.py';
/** Where prometheus_client keeps one file for each worker. */
export const METRICS_DIRECTORY = '/run/prometheus';

/** What the file says. */
export interface Configuration {
  readonly settings: Readonly<Record<string, PythonData>>;
  readonly workerClass: WorkerClass;
  readonly accessLog: 'json' | 'none';
  readonly logLevel: NonNullable<GunicornOptions['logLevel']>;
  readonly statsd: boolean;
  readonly metricsPort?: number;
  readonly append?: string;
}

/** The text of the file: settings sorted by name, then logging, then hooks. */
export function configurationText(configuration: Configuration): string {
  const { settings, workerClass, accessLog, logLevel, metricsPort, append } = configuration;
  const names = Object.keys(settings).toSorted();
  const assignments = toPythonModule(
    Object.fromEntries(names.map((name) => [name, settings[name] ?? null])),
  );
  const access = workerClass === 'uvicorn' ? UVICORN_ACCESS : GUNICORN_ACCESS;
  const head = [
    '# Made by slipway from the description of the service: change it there, not here.',
    imports(access, configuration),
    assignments.trimEnd(),
  ].join('\n\n');
  const logging = jsonLogging({
    variable: 'logconfig_dict',
    // uvicorn's worker takes the handlers of gunicorn's loggers over.
    accesses: ['gunicorn.access'],
    accessLog,
    errors: ['gunicorn.error'],
    level: logLevel,
  });
  return [
    head,
    jsonFormatter(access),
    ...(workerClass === 'uvicorn' ? [] : [loggerClass(configuration.statsd ? 'Statsd' : 'Logger')]),
    logging,
    ...(metricsPort === undefined ? [] : [metricsHooks(metricsPort)]),
    ...(append === undefined ? [] : [append.trim()]),
  ]
    .join('\n\n\n')
    .concat('\n');
}

/** Atoms of gunicorn, by the names of its access log format. @see https://docs.gunicorn.org/en/stable/settings.html#access-log-format */
const GUNICORN_ACCESS: AccessLogger = {
  name: 'gunicorn.access',
  body: [
    'status = str(args.get("s"))',
    'return {',
    '    "remote": args.get("h"),',
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

function imports(
  access: AccessLogger,
  { workerClass, statsd, metricsPort }: Configuration,
): string {
  const metrics = metricsPort !== undefined;
  const packages = [
    ...(workerClass === 'uvicorn'
      ? []
      : [
          statsd
            ? 'from gunicorn.instrument.statsd import Statsd'
            : 'from gunicorn.glogging import Logger',
        ]),
    ...(metrics
      ? ['from prometheus_client import CollectorRegistry, multiprocess, start_http_server']
      : []),
  ];
  const standard = jsonLogImports(access, metrics ? ['glob', 'os'] : []);
  return packages.length === 0 ? standard : `${standard}\n\n${packages.join('\n')}`;
}

/** Without this gunicorn would hand over values in which quotes are already escaped. */
function loggerClass(base: 'Logger' | 'Statsd'): string {
  return `class _PlainAtoms(${base}):\n    atoms_wrapper_class = dict\n\n\nlogger_class = _PlainAtoms`;
}

/**
 * The file is read before a preloaded application is imported, and again on SIGHUP: hence the mark.
 * Files of the dead remain when a container restarts in its pod, so they are wiped once.
 * @see https://prometheus.github.io/client_python/multiprocess/
 */
function metricsHooks(port: number): string {
  return `
if "_METRICS_WIPED" not in os.environ:
    os.environ["_METRICS_WIPED"] = "1"
    for _file in glob.glob(os.path.join(os.environ["PROMETHEUS_MULTIPROC_DIR"], "*.db")):
        os.remove(_file)


def when_ready(server):
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    start_http_server(${port}, registry=registry)


def child_exit(server, worker):
    multiprocess.mark_process_dead(worker.pid)
`.trim();
}
