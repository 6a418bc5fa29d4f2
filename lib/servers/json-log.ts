/** servers: Python source that makes a server log JSON, one object a line, shared by profiles of Python servers. */

import { toPython } from '../text/python.ts';

/** A logger that reports requests, and how its records become fields. */
export interface AccessLogger {
  readonly name: string;
  /** Lines of the body of `_request(args)`, which returns the fields of a request. */
  readonly body: readonly string[];
  /** Imports the body needs. */
  readonly imports?: readonly string[];
}

/** Imports of the formatter, sorted as isort does. */
export function jsonLogImports(access: AccessLogger, more: readonly string[] = []): string {
  const modules = ['json', 'logging', 'time', ...more].toSorted();
  return [...modules.map((module) => `import ${module}`), ...(access.imports ?? [])].join('\n');
}

/**
 * The formatter. Formats of access logs cannot write JSON: at best they escape quotes, but neither backslashes nor
 * control characters (gunicorn/glogging.py SafeAtoms); so records are written by json.dumps.
 */
export function jsonFormatter(access: AccessLogger): string {
  return `
def _request(args):
${access.body.map((line) => `    ${line}`).join('\n')}


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
        if record.name == ${toPython(access.name)}:
            fields = _request(record.args)
            line.update({k: v for k, v in fields.items() if v not in (None, "", "-")})
        else:
            line["message"] = record.getMessage()
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)
`.trim();
}

/** What is logged where. */
export interface JsonLogging {
  /** Name of the variable that holds the configuration. */
  readonly variable: string;
  /** Loggers of requests; they go to standard output. */
  readonly accesses: readonly string[];
  readonly accessLog: 'json' | 'none';
  /** Loggers of the server itself; they go to standard error. */
  readonly errors: readonly string[];
  readonly level: string;
}

/** The configuration for logging.config.dictConfig. Root gets no handler: with one, logging.basicConfig() in the application would do nothing. */
export function jsonLogging({ variable, accesses, accessLog, errors, level }: JsonLogging): string {
  const requests = accessLog === 'json' ? 'INFO' : 'CRITICAL';
  const loggers = [
    ...errors.map((name) => logger(name, 'stderr', level.toUpperCase())),
    ...accesses.map((name) => logger(name, 'stdout', requests)),
  ];
  return `
${variable} = {
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
${loggers.join('\n')}
    },
}
`.trim();
}

/** uvicorn's, also under gunicorn: `client, method, path with query, version, status` as positional arguments. */
export const UVICORN_ACCESS: AccessLogger = {
  name: 'uvicorn.access',
  imports: ['from urllib.parse import unquote'],
  body: [
    'client, method, target, version, status = args',
    'path, _, query = target.partition("?")',
    'return {',
    '    "remote": client.rpartition(":")[0],',
    '    "method": method,',
    '    "path": unquote(path),',
    '    "query": query,',
    '    "protocol": "HTTP/" + version,',
    '    "status": int(status),',
    '}',
  ],
};

function logger(name: string, handler: 'stdout' | 'stderr', level: string): string {
  return `        ${toPython(name)}: {"level": ${toPython(level)}, "handlers": ["${handler}"], "propagate": False},`;
}
