/** servers › granian: what an author may say of granian, as a type and as its shape. */

import * as v from 'valibot';
import { wholeNumber } from '../../model/unit-shape.ts';
import { type PythonServerOptions, pythonServerEntries } from '../python-options.ts';
import type { KnownSettings } from '../known-settings.ts';

/** Options of granian; what is left out is derived. */
export interface GranianOptions extends PythonServerOptions {
  /** What the application speaks. Default: `asgi`. */
  readonly interface?: 'asgi' | 'wsgi' | 'rsgi';
  /** Threads that run a WSGI application, 1–512. Default: 16. */
  readonly threads?: number;
  /** The callable makes the application. Default: false. */
  readonly factory?: boolean;
  /** Serve granian's own metrics on a port of their own. Default: none. */
  readonly metrics?: 'prometheus';
}

/** The shape of GranianOptions. @internal */
export const granianShape = v.strictObject({
  ...pythonServerEntries,
  interface: v.optional(v.picklist(['asgi', 'wsgi', 'rsgi'])),
  threads: v.optional(wholeNumber(1, 512, 'The number of threads')),
  factory: v.optional(v.boolean()),
  metrics: v.optional(v.literal('prometheus')),
});

/** Parameters of granian.Granian() of granian 2.8 that are data. */
export const GRANIAN_SETTINGS: KnownSettings = {
  of: 'granian 2.8',
  unknown: 'granian does not start with a parameter it does not know.',
  derived: new Map([
    ['address', 'Use the option `bind`.'],
    ['blocking_threads', 'Use the option `threads`.'],
    ['factory', 'Use the option `factory`.'],
    ['interface', 'Use the option `interface`.'],
    ['log_access', 'Use the option `accessLog`.'],
    ['log_access_format', 'Use the option `accessLog`.'],
    ['log_dictconfig', 'Use the options `accessLog` and `logLevel`.'],
    ['log_enabled', 'Use the option `logLevel`.'],
    ['log_level', 'Use the option `logLevel`.'],
    ['metrics_address', 'Use the option `metrics`.'],
    ['metrics_enabled', 'Use the option `metrics`.'],
    ['metrics_port', 'Use the option `metrics`, and `metrics.port` of the process.'],
    ['port', 'Use the `port` of the process.'],
    ['reload', 'Leave it out: the files of an image do not change.'],
    ['respawn_failed_workers', 'Leave it out: a worker that fails is always replaced.'],
    ['uds', 'Leave it out: the port is derived.'],
    ['workers', 'Use the option `workers`.'],
    ['workers_kill_timeout', 'Use `lifecycle.gracefulTimeout` of the process.'],
  ]),
  free: [
    'backlog',
    'backpressure',
    'blocking_threads_idle_timeout',
    'process_name',
    'respawn_interval',
    'rss_sample_interval',
    'rss_samples',
    'runtime_blocking_threads',
    'runtime_threads',
    'static_path_expires',
    'url_path_prefix',
    'websockets',
    'workers_lifetime',
    'workers_max_rss',
  ],
};
