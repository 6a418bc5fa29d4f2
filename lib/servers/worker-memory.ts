/** servers: how many worker processes fit into the memory of a pod, shared by profiles of servers that fork. */

import type { Finding } from '../model/finding.ts';
import type { ServerInput } from '../model/server.ts';
import type { QuantityText } from '../model/spec/amounts.ts';
import { bytes } from '../units/quantity.ts';
import { parseMemory } from '../units/resource-amount.ts';

/** Share of the memory limit that may be planned for; the rest is for peaks and for files in memory. */
const USABLE_MEMORY = 0.9;
/** Memory of a parent process that has not loaded the application, in bytes. Measured: 12–20 MiB, gunicorn 27.0.1. */
const PARENT_BYTES = 32 * 1_048_576;

/** What decides the number of workers. */
export interface WorkerCount {
  readonly workers: number;
  /** Workers the CPU asks for. */
  readonly byCpu: number;
  /** Most workers the memory allows; absent when the memory of a worker is not known. */
  readonly byMemory?: number;
  /** The author said the number. */
  readonly written: boolean;
}

/** Options that decide the number of workers. */
export interface WorkerOptions {
  readonly workers?: number;
  readonly memoryPerWorker?: QuantityText;
}

/** One worker per core and at least `least`, as far as the memory allows; or what the author says. */
export function workerCount(
  { workers, memoryPerWorker }: WorkerOptions,
  least: number,
  input: Pick<ServerInput, 'cpuCores' | 'memoryBytes'>,
  parent: 'bare' | 'loaded' = 'bare',
): WorkerCount {
  const byCpu = Math.max(least, Math.ceil(input.cpuCores));
  const byMemory = fitting(memoryPerWorker, input.memoryBytes, parent);
  return {
    workers: workers ?? Math.max(1, Math.min(byCpu, byMemory ?? byCpu)),
    byCpu,
    ...(byMemory === undefined ? {} : { byMemory }),
    written: workers !== undefined,
  };
}

/** How the number came about. */
export function workersFormula(
  { workers, byCpu, byMemory, written }: WorkerCount,
  least: number,
  cpuCores: number,
): string {
  if (written) return `${workers}, as written`;
  const formula = `max(${least}, ceil(${cpuCores} cores)) = ${byCpu}`;
  return byMemory === undefined || byMemory >= byCpu
    ? formula
    : `${formula}, but memory for ${byMemory}`;
}

/** More workers than the memory holds, or fewer than the CPU could use. Raises SW2007 and SW2008. */
export function memoryFindings(
  { workers, byCpu, byMemory, written }: WorkerCount,
  memoryPerWorker: QuantityText | undefined,
  input: ServerInput,
): readonly Finding[] {
  const at = `${input.process}.server`;
  if (byMemory === undefined) return [];
  if (workers > byMemory) {
    return [
      {
        code: 'SW2007',
        name: 'server-memory-short',
        severity: 'error',
        path: written ? `${at}.workers` : `${at}.memoryPerWorker`,
        message: `${workers} worker${workers === 1 ? '' : 's'} of ${memoryPerWorker} do not fit into nine tenths of ${mebibytes(input.memoryBytes)}: ${byMemory === 0 ? 'not even one does' : `${byMemory} would`}.`,
        because: 'The kernel kills a worker in the middle of requests when the limit is reached.',
        fix: 'Raise `resources.limits.memory`, or give fewer workers.',
      },
    ];
  }
  if (written || byMemory >= byCpu) return [];
  return [
    {
      code: 'SW2008',
      name: 'server-workers-fewer',
      severity: 'warning',
      path: `${at}.memoryPerWorker`,
      message: `Memory allows ${workers} of the ${byCpu} workers that the CPU could use.`,
      because:
        'The rest of the CPU stays unused, and a single worker leaves a gap when it restarts.',
      fix: 'Raise `resources.limits.memory`, or run more pods of less CPU.',
    },
  ];
}

/** A loaded parent holds the application too, so it counts as one worker more. */
function fitting(
  memoryPerWorker: QuantityText | undefined,
  memoryBytes: number,
  parent: 'bare' | 'loaded',
): number | undefined {
  const parsed = memoryPerWorker === undefined ? undefined : parseMemory(String(memoryPerWorker));
  if (parsed?.ok !== true) return undefined;
  const each = bytes(parsed.value);
  const rest = memoryBytes * USABLE_MEMORY - (parent === 'loaded' ? each : PARENT_BYTES);
  return Math.max(0, Math.floor(rest / each));
}

function mebibytes(count: number): string {
  return `${Math.floor(count / 1_048_576)}Mi`;
}
