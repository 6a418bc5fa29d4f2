/** servers: a Python program that starts a server, for servers whose command line cannot say how to log JSON. */

import { type PythonData, toPython } from '../text/python.ts';
import { type AccessLogger, jsonFormatter, jsonLogImports, jsonLogging } from './json-log.ts';
import type { PythonServerOptions } from './python-options.ts';

/** What the program says. */
export interface StartFile {
  readonly options: PythonServerOptions;
  readonly access: AccessLogger;
  /** Loggers of the server itself. */
  readonly errors: readonly string[];
  readonly imports: readonly string[];
  /** Modules of Python's own library that `definitions` use, beside those that every program needs. */
  readonly modules?: readonly string[];
  readonly settings: Readonly<Record<string, PythonData>>;
  /** Python lines at the outermost level, which workers run too. */
  readonly definitions?: readonly string[];
  /** Python lines that start the server, given APP, SETTINGS and LOGGING. */
  readonly start: readonly string[];
  /** Unix socket the server listens on: what a killed one left is removed before. */
  readonly socket?: string;
}

/** The text of the program. Workers import it again, so all but the start stands at the outermost level. */
export function startFileText(file: StartFile): string {
  const { options, access, errors, imports, settings, definitions, start, socket } = file;
  const { accessLog = 'json', logLevel = 'info', pythonPath } = options;
  const names = Object.keys(settings).toSorted();
  const sorted = Object.fromEntries(names.map((name) => [name, settings[name] ?? null]));
  const head = [
    '# Made by slipway from the description of the service: change it there, not here.',
    jsonLogImports(access, ['os', 'sys', ...(file.modules ?? [])]),
    imports.join('\n'),
    [
      `APP = ${toPython(options.app)}`,
      `SETTINGS = ${toPython(sorted)}`,
      '# As if the server had been started by its command: modules are found where the program runs.',
      'sys.path[0] = os.getcwd()',
      ...(pythonPath === undefined ? [] : [`sys.path.insert(0, ${toPython(pythonPath)})`]),
    ].join('\n'),
  ].join('\n\n');
  const logging = jsonLogging({
    variable: 'LOGGING',
    accesses: [access.name],
    accessLog,
    errors,
    level: logLevel,
  });
  const main = [
    'if __name__ == "__main__":',
    ...[...(socket === undefined ? [] : removal(socket)), ...start].map((line) => `    ${line}`),
  ].join('\n');
  const parts = [head, jsonFormatter(access), logging, definitions?.join('\n'), main];
  return `${parts.filter((part) => part !== undefined).join('\n\n\n')}\n`;
}

/** uvicorn with several workers does not start where a socket of its name lies (uvicorn/config.py bind_socket, 0.54.0). */
function removal(socket: string): readonly string[] {
  return [`if os.path.exists(${toPython(socket)}):`, `    os.unlink(${toPython(socket)})`];
}
