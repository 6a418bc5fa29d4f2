// Lets several kinds of clients send requests while something is changed, with a baseline before and a rest after it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import type { LoadOptions, LoadResult } from './load-client.ts';

/** What was measured about one change, over all clients. */
export interface Measured {
  readonly clients: readonly LoadResult[];
  /** Milliseconds that the change itself took. */
  readonly changeMilliseconds: number;
}

const baselineSeconds = 3;
const restSeconds = 5;

/**
 * Runs `change` under load. Phases of every result: `before` (a baseline without a change), `during`, `after`: old pods
 * may still be ending when a change counts as complete, and connections to them may still be used.
 */
export async function underLoad(
  cluster: Cluster,
  clients: readonly LoadOptions[],
  change: () => Promise<void>,
  rest = restSeconds,
): Promise<Measured> {
  const loads = clients.map((options) => startLoad(cluster, options));
  try {
    await Promise.all(loads.map((load) => load.answered));
    await wait(baselineSeconds * 1000);
    for (const load of loads) load.mark('during');
    const from = Date.now();
    await change();
    const changeMilliseconds = Date.now() - from;
    for (const load of loads) load.mark('after');
    await wait(rest * 1000);
    return { clients: await Promise.all(loads.map((load) => load.stop())), changeMilliseconds };
  } finally {
    for (const load of loads) load.kill();
  }
}

interface Load {
  /** Resolves with the first answer. */
  readonly answered: Promise<void>;
  readonly mark: (phase: string) => void;
  readonly stop: () => Promise<LoadResult>;
  readonly kill: () => void;
}

function startLoad(cluster: Cluster, options: LoadOptions): Load {
  const script = join(import.meta.dirname, 'load-client.ts');
  const child = spawn(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', '--'],
      ...cluster.inside([process.execPath, script, JSON.stringify(options)]),
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let output = '';
  let complaints = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (complaints += data.toString()));
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const answered = Promise.race([
    new Promise<void>((resolve) => child.stdout.once('data', () => resolve())),
    closed,
    wait(30_000, undefined, { ref: false }),
  ]);
  return {
    answered,
    mark: (phase) => child.stdin.write(`${phase}\n`),
    stop: async () => {
      child.stdin.end();
      await Promise.race([closed, wait(60_000, undefined, { ref: false })]);
      const last = output.trim().split('\n').at(-1) ?? '';
      if (!last.startsWith('{'))
        throw new Error(`the load ${options.name} gave no result: ${output}${complaints}`);
      // What load-client.ts prints at its end.
      const result: LoadResult = JSON.parse(last);
      return result;
    },
    kill: () => child.kill('SIGKILL'),
  };
}

/** Failed requests of all clients, by client, phase and kind, such as `new during ECONNRESET: 3`; none when none failed. */
export function failuresOf(measured: Measured): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const client of measured.clients)
    for (const { phase, kind } of client.failures) {
      const what = `${client.name} ${phase} ${kind}`;
      counts[what] = (counts[what] ?? 0) + 1;
    }
  return counts;
}

/** Requests that were sent by all clients. */
export function sentBy(measured: Measured): number {
  return measured.clients
    .flatMap((client) => client.phases)
    .reduce((sum, { sent }) => sum + sent, 0);
}

/** How many requests were lost, and how long it took from the first of them to the last. */
export function lossOf(measured: Measured): { readonly lost: number; readonly seconds: number } {
  const times = measured.clients.flatMap(({ failures }) => failures.map(({ seconds }) => seconds));
  return {
    lost: times.length,
    seconds: times.length === 0 ? 0 : Math.max(...times) - Math.min(...times),
  };
}

/** The share of the requests of one phase that failed. */
export function phaseLoss(measured: Measured, phase: string): number {
  const phases = measured.clients.flatMap((client) =>
    client.phases.filter((candidate) => candidate.phase === phase),
  );
  const total = (count: 'sent' | 'failed'): number =>
    phases.reduce((sum, current) => sum + current[count], 0);
  return total('failed') / total('sent');
}

/** The highest p99 of any client in any phase but the baseline, in milliseconds. */
export function slowestP99({ clients }: Measured): number {
  const phases = clients.flatMap((client) => client.phases);
  return Math.max(...phases.filter(({ phase }) => phase !== 'before').map(({ p99 }) => p99));
}

/** Versions that answered at any time. */
export function versionsMet({ clients }: Measured): readonly string[] {
  const met = clients.flatMap(({ phases }) =>
    phases.flatMap(({ versions }) => Object.keys(versions)),
  );
  return [...new Set(met)].toSorted();
}
