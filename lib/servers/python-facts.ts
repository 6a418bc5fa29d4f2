/** servers: the facts that ASGI servers without a parent of their own kind have in common. */

import type { ServerFacts, ServerInput } from '../model/server.ts';
import { keepAliveFormula, keepAliveSeconds } from '../model/keep-alive.ts';
import { PYTHON_ENVIRONMENT, valueVariables } from './python-environment.ts';
import { POOL_CONNECTIONS, type PythonServerOptions } from './python-options.ts';
import { type WorkerCount, workersFormula } from './worker-memory.ts';

/** What differs between them. */
export interface PythonServer {
  readonly title: string;
  /** Path and text of the start file. */
  readonly file: { readonly path: string; readonly text: string };
  readonly options: PythonServerOptions;
  readonly count: WorkerCount;
  /** Fewest workers the profile makes by itself. */
  readonly least: number;
  readonly packages: readonly string[];
}

/** Command, variables, files and sizes; drain, keep-alive and findings are the profile's own. */
export function pythonFacts(server: PythonServer, input: ServerInput) {
  const { options, count } = server;
  const each = options.connectionsPerWorker ?? POOL_CONNECTIONS;
  return {
    title: server.title,
    command: input.command ?? ['python', server.file.path],
    ...socketOf(input),
    env: valueVariables({ WEB_CONCURRENCY: String(count.workers) }),
    imageEnv: PYTHON_ENVIRONMENT,
    files: { [server.file.path]: server.file.text },
    writable: [{ path: '/tmp', medium: 'disk', sizeLimit: '64Mi' }],
    workers: count.workers,
    threads: 1,
    connectionsPerPod: count.workers * each,
    requestLimit: { enforcedBy: 'application' },
    liveness: 'http',
    accessLog: options.accessLog ?? 'json',
    packages: server.packages,
  } as const satisfies Partial<ServerFacts>;
}

/** The socket the start file listens on; a command of the author's may not even read that file. */
export function socketOf({ command, socket }: ServerInput): Pick<ServerFacts, 'socket'> {
  return socket === undefined || command !== undefined
    ? {}
    : { socket: { path: socket, protocol: 'http' } };
}

/** Why the values that all of them derive are what they are. */
export function pythonBecause(server: PythonServer, input: ServerInput): ServerFacts['because'] {
  const { options, count, least } = server;
  const each = options.connectionsPerWorker ?? POOL_CONNECTIONS;
  const said = options.connectionsPerWorker === undefined ? 'a usual pool' : 'as written';
  return {
    workers: { formula: workersFormula(count, least, input.cpuCores) },
    connectionsPerPod: { formula: `${count.workers} workers × ${each} (${said})` },
    requestLimit: { formula: 'nothing in the server ends a request that takes long' },
  };
}

/** Idle connections are kept for the derived time. */
export function keeps(input: ServerInput): ServerFacts['keepAlive'] {
  return { kind: 'keeps', seconds: keepAliveSeconds(input) };
}

/** Why that time is what it is. */
export function keepsBecause(input: ServerInput): ServerFacts['because'] {
  return { 'keepAlive.seconds': { formula: keepAliveFormula(input) } };
}
