/** servers › gunicorn: what an author may say of gunicorn, as a type and as the shape it is checked against. */

import * as v from 'valibot';
import { textOf, wholeNumber } from '../../model/unit-shape.ts';
import {
  type PythonServerOptions,
  pythonServerEntries,
  trustedProxiesShape,
} from '../python-options.ts';
import { parseGunicornVersion } from './version.ts';

/** How a worker of gunicorn handles requests. */
export type WorkerClass = 'sync' | 'gthread' | 'gevent' | 'asgi' | 'uvicorn';

/** Options of gunicorn; what is left out is derived from the CPU, the memory and the time-outs of the process. */
export interface GunicornOptions extends PythonServerOptions {
  /** Version in the image, as exact as it is known: `27`, `26.2`, `27.0.1`. Default: unknown, which takes the safe side everywhere. */
  readonly version?: string;
  /** `gthread` (default) or `gevent` for WSGI, `asgi` or `uvicorn` (needs uvicorn-worker) for ASGI, `sync` for one request per worker. */
  readonly workerClass?: WorkerClass;
  /** Worker processes, 1–256. Default: one per core, at least 2 (event loops: at least 1), no more than `memoryPerWorker` allows. */
  readonly workers?: number;
  /** Threads of a `gthread` worker, 1–512. Default: 16; by `workload` 4 for `cpu`, 32 for `io`. */
  readonly threads?: number;
  /** What requests mostly do: compute, wait for others, or both. Default: `mixed`. */
  readonly workload?: 'cpu' | 'io' | 'mixed';
  /** Connections a `gevent` or `gthread` worker keeps open, idle ones included, 10–100000. Default: gunicorn's 1000. */
  readonly workerConnections?: number;
  /** Database connections one worker opens. Default: 1 for sync, one a thread for gthread, 15 for event loops (the pool of SQLAlchemy). */
  readonly connectionsPerWorker?: number;
  /** Load the application before forking: less memory and early errors, but connections opened on import are shared. Default: false. */
  readonly preload?: boolean;
  /** Restart a worker after so many requests (plus a tenth, at random). Default: never. */
  readonly maxRequests?: number;
  /** Addresses whose forwarded headers are believed: addresses, networks (gunicorn 24.1) or `*`. Default: whoever NetworkPolicies let in, where a proxy is among them; else the pod itself. */
  readonly trustedProxies?: readonly string[];
  /** Serve the metrics of prometheus_client of all workers on a port of their own. Default: none. */
  readonly metrics?: 'prometheus';
  /** Send gunicorn's own counters to a statsd server. */
  readonly statsd?: { readonly host: string; readonly port?: number; readonly prefix?: string };
  /** Python appended to the configuration file, for hooks such as `post_fork`. */
  readonly append?: string;
}

/** The shape of GunicornOptions. @internal */
export const gunicornShape = v.strictObject({
  ...pythonServerEntries,
  version: v.optional(textOf(parseGunicornVersion)),
  workerClass: v.optional(v.picklist(['sync', 'gthread', 'gevent', 'asgi', 'uvicorn'])),
  threads: v.optional(wholeNumber(1, 512, 'The number of threads')),
  workload: v.optional(v.picklist(['cpu', 'io', 'mixed'])),
  workerConnections: v.optional(wholeNumber(10, 100_000, 'The number of connections')),
  preload: v.optional(v.boolean()),
  maxRequests: v.optional(wholeNumber(1, 10_000_000, 'The number of requests')),
  trustedProxies: trustedProxiesShape,
  metrics: v.optional(v.literal('prometheus')),
  statsd: v.optional(
    v.strictObject({
      host: v.pipe(v.string(), v.nonEmpty('A host name or address.')),
      port: v.optional(wholeNumber(1, 65_535, 'A port')),
      prefix: v.optional(v.string()),
    }),
  ),
  append: v.optional(v.string()),
});
