// Starts what a profile generated as real processes, with nothing changed but where its files and directories lie.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ServerFacts } from '../../../lib/model/server.ts';
import { scratchFolder } from '../../support/scratch.ts';
import { until } from '../../support/supervise.ts';
import { getOnce } from './connection.ts';

/** A server that answers. */
export interface RunningServer {
  readonly port: number;
  /** Sends the signal that starts the drain, and returns the time of it. */
  readonly terminate: () => number;
  /** Resolves when the first process is gone. */
  readonly exit: Promise<{
    readonly at: number;
    readonly code: number | null;
    readonly signal: string | null;
  }>;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Kills it and removes its files. */
  readonly dispose: () => Promise<void>;
}

/** How a server is started. */
export interface StartOptions {
  readonly facts: ServerFacts;
  readonly port: number;
  /** Folder of a Python environment. */
  readonly environment: string;
  /** Variables that are taken away. */
  readonly without?: readonly string[];
}

/** Whether a mount namespace can be made here, in which the whole root is read-only but /tmp. */
export const canRestrict = ((): boolean =>
  process.platform === 'linux' && spawnSync('unshare', [...RESTRICTED(), 'true']).status === 0)();

/** Arguments of `unshare` by which a command sees such a root. */
export function RESTRICTED(): readonly string[] {
  const script = 'mount --bind /tmp /tmp && mount -o remount,bind,ro / && exec "$@"';
  return ['--mount', '--propagation', 'private', '--', 'sh', '-c', script, '-'];
}

/** Starts the server and waits for its first answer. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { facts, port } = options;
  const folder = scratchFolder('server');
  const place = relocation(facts, folder);
  for (const [path, text] of Object.entries(facts.files)) {
    mkdirSync(dirname(place(path)), { recursive: true });
    writeFileSync(place(path), text);
  }
  for (const { path } of facts.writable) mkdirSync(place(path), { recursive: true });
  const child = launch(options, folder, place);
  let ended: string | undefined;
  const exit: RunningServer['exit'] = new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      ended = `ended with ${code ?? signal}`;
      resolve({ at: Date.now(), code, signal });
    });
  });
  const server: RunningServer = {
    port,
    terminate: () => {
      child.kill(facts.drain.signal);
      return Date.now();
    },
    exit,
    stdout: () => readFileSync(join(folder, 'stdout'), 'utf8'),
    stderr: () => readFileSync(join(folder, 'stderr'), 'utf8'),
    dispose: async () => {
      killGroup(child);
      await exit;
      // Workers that outlive their parent would go on listening.
      killGroup(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await until(
    `an answer of ${facts.title}`,
    45_000,
    async () => {
      if (ended !== undefined) throw new Error(`${facts.title} ${ended}:\n${server.stderr()}`);
      return (await getOnce(port, '/start', { patience: 2000 })).kind === 'answered';
    },
    () => server.stderr(),
  );
  return server;
}

/** Ends a process with all it started. */
export function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}

/** Files of the plan, and its directories besides /tmp, lie in the scratch folder. */
function relocation(facts: ServerFacts, folder: string): (text: string) => string {
  const paths = [
    ...Object.keys(facts.files),
    ...facts.writable.map(({ path }) => path).filter((path) => path !== '/tmp'),
  ];
  return (text) =>
    paths.reduce((result, path) => result.replaceAll(path, join(folder, path)), text);
}

function launch(
  { facts, environment, without = [] }: StartOptions,
  folder: string,
  place: (text: string) => string,
): ChildProcess {
  const [program = '', ...args] = facts.command ?? [];
  const variables = [...(facts.imageEnv ?? []), ...facts.env].flatMap((item) =>
    item.kind === 'value' && !without.includes(item.name) ? [[item.name, place(item.value)]] : [],
  );
  const command = [
    ...(canRestrict ? ['unshare', ...RESTRICTED()] : []),
    join(environment, 'bin', program),
    ...[...args, ...(facts.args ?? [])].map(place),
  ];
  const out = openSync(join(folder, 'stdout'), 'a');
  const err = openSync(join(folder, 'stderr'), 'a');
  // The kernel ends the server with the process of these tests, however that ends.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...command], {
    cwd: '/usr',
    // A group of its own, so that workers can be ended with their parent.
    detached: true,
    stdio: ['ignore', out, err],
    env: {
      ...Object.fromEntries(variables),
      PATH: `${join(environment, 'bin')}:/usr/bin:/bin:/usr/sbin:/sbin`,
      PYTHONPATH: import.meta.dirname,
    },
  });
  closeSync(out);
  closeSync(err);
  return child;
}
