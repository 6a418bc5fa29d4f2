/** servers › gunicorn: prints gunicorn.conf.py from decided values. */

import type { GunicornOptions } from './options.ts';
import { type PythonData, toPython, toPythonModule } from '../../text/python.ts';

/** Where the configuration file is mounted. */
export const CONFIGURATION_PATH = '/etc/gunicorn/gunicorn.conf.py';
/** Where prometheus_client keeps one file for each worker. */
export const METRICS_DIRECTORY = '/run/prometheus';

/** What the file says. */
export interface Configuration {
  readonly settings: Readonly<Record<string, PythonData>>;
  readonly accessLog: 'json' | 'none';
  readonly logLevel: NonNullable<GunicornOptions['logLevel']>;
  readonly statsd: boolean;
  readonly metricsPort?: number;
  readonly append?: string;
}

/** The text of the file: settings sorted by name, then logging, then hooks. */
export function configurationText(configuration: Configuration): string {
  const { settings, accessLog, logLevel, metricsPort, append } = configuration;
  const names = Object.keys(settings).toSorted();
  const assignments = toPythonModule(
    Object.fromEntries(names.map((name) => [name, settings[name] ?? null])),
  );
  return [
    '# Made by slipway from the description of the service: change it there, not here.',
    imports(configuration),
    assignments.trimEnd(),
    FORMATTER,
    configuration.statsd ? loggerClass('Statsd') : loggerClass('Logger'),
    loggingSettings(logLevel, accessLog),
    ...(metricsPort === undefined ? [] : [metricsHooks(metricsPort)]),
    ...(append === undefined ? [] : [append.trim()]),
  ]
    .join('\n\n')
    .concat('\n');
}

function imports({ statsd, metricsPort }: Configuration): string {
  const logger = statsd
    ? 'from gunicorn.instrument.statsd import Statsd'
    : 'from gunicorn.glogging import Logger';
  const standard = [
    ...(metricsPort === undefined ? [] : ['glob']),
    'json',
    'logging',
    ...(metricsPort === undefined ? [] : ['os']),
    'time',
  ];
  const client =
    metricsPort === undefined
      ? []
      : ['from prometheus_client import CollectorRegistry, multiprocess, start_http_server'];
  return [
    ...standard.map((module) => `import ${module}`),
    'from urllib.parse import unquote',
    '',
    logger,
    ...client,
  ].join('\n');
}

/**
 * `--access-logformat` cannot write JSON: it escapes quotes only, neither backslashes nor control characters
 * (gunicorn/glogging.py SafeAtoms). So records are formatted by json.dumps. uvicorn's worker logs requests by
 * a logger of its own, with positional arguments.
 */
const FORMATTER = `
class _JsonFormatter(logging.Formatter):
    def format(self, record):
        line = {
            "time": "%s.%03dZ" % (
                time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)),
                record.msecs,
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "pid": record.process,
        }
        if record.name == "gunicorn.access" and isinstance(record.args, dict):
            line.update(self._request(record.args))
        elif record.name == "uvicorn.access" and len(record.args or ()) == 5:
            client, method, path, version, status = record.args
            path, _, query = path.partition("?")
            line.update(
                remote=client.rpartition(":")[0], method=method, path=unquote(path),
                query=query, protocol="HTTP/" + version, status=int(status),
            )
        else:
            line["message"] = record.getMessage()
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)

    @staticmethod
    def _request(atoms):
        status = str(atoms.get("s"))
        fields = {
            "remote": atoms.get("h"),
            "method": atoms.get("m"),
            "path": atoms.get("U"),
            "query": atoms.get("q"),
            "protocol": atoms.get("H"),
            "status": int(status) if status.isdigit() else status,
            "bytes": atoms.get("B"),
            "seconds": atoms.get("D", 0) / 1e6,
            "referer": atoms.get("f"),
            "user_agent": atoms.get("a"),
            "forwarded_for": atoms.get("{x-forwarded-for}i"),
            "request_id": atoms.get("{x-request-id}i"),
        }
        return {key: value for key, value in fields.items() if value not in (None, "", "-")}
`.trim();

/** Without this gunicorn would hand over values in which quotes are already escaped. */
function loggerClass(base: 'Logger' | 'Statsd'): string {
  return `class _PlainAtoms(${base}):\n    atoms_wrapper_class = dict\n\n\nlogger_class = _PlainAtoms`;
}

/** Root gets no handler: with one, logging.basicConfig() in the application would do nothing. */
function loggingSettings(level: string, accessLog: 'json' | 'none'): string {
  return `
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": _JsonFormatter}},
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stdout",
        },
        "stderr": {
            "class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr",
        },
    },
    "root": {"level": "WARNING", "handlers": []},
    "loggers": {
        "gunicorn.error": {
            "level": ${toPython(level.toUpperCase())}, "handlers": ["stderr"], "propagate": False,
        },
        "gunicorn.access": {
            "level": ${accessLog === 'json' ? '"INFO"' : '"CRITICAL"'}, "handlers": ["stdout"], "propagate": False,
        },
    },
}
`.trim();
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
