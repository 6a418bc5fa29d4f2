/** servers › gunicorn: how many workers and threads a pod gets from its CPU and memory. */

import { POOL_CONNECTIONS } from '../python-options.ts';
import { THREADS } from '../threads.ts';
import { type WorkerCount, workerCount } from '../worker-memory.ts';
import type { GunicornOptions, WorkerClass } from './options.ts';

/** More workers than cores bought nothing but memory; the second one keeps a pod alive while the first restarts. */
const LEAST_WORKERS: Readonly<Record<WorkerClass, number>> = {
  sync: 2,
  gthread: 2,
  gevent: 1,
  asgi: 1,
  uvicorn: 1,
};

/** Gunicorn's default of worker_connections. */
const WORKER_CONNECTIONS = 1000;

/** Workers, threads and what follows from them. */
export interface Concurrency {
  readonly workers: number;
  readonly threads: number;
  /** Absent when only the application bounds it. */
  readonly requests?: number;
  readonly workerConnections?: number;
  readonly databaseConnections: number;
  readonly count: WorkerCount;
}

/** Decides workers and threads. */
export function concurrencyOf(
  options: GunicornOptions,
  workerClass: WorkerClass,
  pod: { readonly cpuCores: number; readonly memoryBytes: number },
): Concurrency {
  const parent = options.preload === true ? 'loaded' : 'bare';
  const count = workerCount(options, LEAST_WORKERS[workerClass], pod, parent);
  const { workers } = count;
  const threads =
    workerClass === 'gthread' ? (options.threads ?? THREADS[options.workload ?? 'mixed']) : 1;
  const perWorker =
    options.connectionsPerWorker ?? (isLoop(workerClass) ? POOL_CONNECTIONS : threads);
  return {
    workers,
    threads,
    ...requestsAtOnce(options, workerClass, workers, threads),
    databaseConnections: workers * perWorker,
    count,
  };
}

/** Whether one thread of a worker handles many requests in turn. */
export function isLoop(workerClass: WorkerClass): boolean {
  return workerClass === 'gevent' || workerClass === 'asgi' || workerClass === 'uvicorn';
}

function requestsAtOnce(
  options: GunicornOptions,
  workerClass: WorkerClass,
  workers: number,
  threads: number,
): Pick<Concurrency, 'requests' | 'workerConnections'> {
  if (workerClass === 'asgi' || workerClass === 'uvicorn') return {};
  if (workerClass === 'gevent') {
    const workerConnections = options.workerConnections ?? WORKER_CONNECTIONS;
    return { requests: workers * workerConnections, workerConnections };
  }
  const { workerConnections } = options;
  if (workerConnections === undefined || workerClass === 'sync')
    return { requests: workers * threads };
  // A worker of threads accepts no more connections than these: the other threads have nothing to do.
  return { requests: workers * Math.min(threads, workerConnections), workerConnections };
}
