/** servers › uwsgi: what an author may say of uWSGI, as a type and as its shape. */

import * as v from 'valibot';
import { textOf, wholeNumber } from '../../model/unit-shape.ts';
import { type PythonServerOptions, pythonServerEntries } from '../python-options.ts';
import type { DerivedSettings } from '../setting-findings.ts';
import type { Workload } from '../threads.ts';
import { parseUwsgiVersion } from './version.ts';

/** The value of an option of uWSGI; a list repeats it. */
export type UwsgiValue = string | number | boolean | readonly (string | number)[];

/** Options of uWSGI; what is left out is derived. */
export interface UwsgiOptions extends Omit<PythonServerOptions, 'settings' | 'logLevel'> {
  /** Version in the image; those before 2.0.27 are refused, for they lose requests when they stop. Default: unknown, taken to be new enough. */
  readonly version?: string;
  /** Threads of a worker, 1–512. Default: 16; by `workload` 4 for `cpu`, 32 for `io`. */
  readonly threads?: number;
  /** What requests mostly do. Default: `mixed`. */
  readonly workload?: Workload;
  /** Load the application in each worker instead of once before forking. Default: false. */
  readonly lazyApps?: boolean;
  /** Restart a worker after so many requests (plus up to a tenth). Default: never. */
  readonly maxRequests?: number;
  /** Further options by uWSGI's names, e.g. `{ 'buffer-size': 32768 }`; derived ones are refused. */
  readonly settings?: Readonly<Record<string, UwsgiValue>>;
}

const line = v.pipe(
  v.string(),
  v.check(
    (text) => text.isWellFormed() && !/[\r\n\0]|^[ \t]|[ \t]$/.test(text),
    'A value is one line of text without blanks at its ends.',
  ),
);
const { settings: _settings, logLevel: _logLevel, ...shared } = pythonServerEntries;

/** The shape of UwsgiOptions. @internal */
export const uwsgiShape = v.strictObject({
  ...shared,
  version: v.optional(textOf(parseUwsgiVersion)),
  threads: v.optional(wholeNumber(1, 512, 'The number of threads')),
  workload: v.optional(v.picklist(['cpu', 'io', 'mixed'])),
  lazyApps: v.optional(v.boolean()),
  maxRequests: v.optional(wholeNumber(1, 10_000_000, 'The number of requests')),
  settings: v.optional(
    v.record(
      v.pipe(
        v.string(),
        v.regex(/^[a-z][a-z0-9-]*$/, 'Options are named as in uWSGI, such as `buffer-size`.'),
      ),
      v.union([
        line,
        v.pipe(v.number(), v.finite('A finite number.')),
        v.boolean(),
        v.array(v.union([line, v.number()])),
      ]),
    ),
  ),
});

/** Options of uWSGI that are derived, each with what an author does instead. */
export const UWSGI_SETTINGS: DerivedSettings = new Map([
  [
    'add-header',
    'Leave it out: it announces that connections are closed. The application may add headers.',
  ],
  ['daemonize', 'Leave it out: the container would end at once.'],
  ['die-on-term', 'Leave it out: how it stops is derived.'],
  ['disable-logging', 'Use the option `accessLog`.'],
  ['exit-on-reload', 'Leave it out: how it stops is derived.'],
  ['harakiri', 'Use `requestTimeout` of the process.'],
  ['hook-master-start', 'Leave it out: how it stops is derived.'],
  ['http', 'Leave it out: its router loses requests when it stops; http-socket is used.'],
  ['http-socket', 'Use the `port` of the process, and the option `bind` for IPv6.'],
  ['http11-socket', 'Leave it out: it closes idle connections before the proxy does.'],
  ['lazy-apps', 'Use the option `lazyApps`.'],
  ['log-encoder', 'Use the option `accessLog`.'],
  ['log-format', 'Use the option `accessLog`.'],
  ['log-master', 'Use the option `accessLog`.'],
  ['log-req-encoder', 'Use the option `accessLog`.'],
  ['logger', 'Use the option `accessLog`.'],
  ['master', 'Leave it out: without a master nothing stops gracefully.'],
  ['max-requests', 'Use the option `maxRequests`.'],
  ['max-requests-delta', 'Use the option `maxRequests`.'],
  ['module', 'Use the option `app`.'],
  ['processes', 'Use the option `workers`.'],
  ['pythonpath', 'Use the option `pythonPath`.'],
  ['req-logger', 'Use the option `accessLog`.'],
  [
    'socket',
    'Leave it out: it is made where `proxy` of the process speaks the uwsgi protocol, which no ingress controller does.',
  ],
  ['strict', 'Leave it out: misspelt options must be found.'],
  ['threads', 'Use the option `threads`.'],
  ['worker-reload-mercy', 'Use `lifecycle.gracefulTimeout` of the process.'],
  ['workers', 'Use the option `workers`.'],
  ['wsgi', 'Use the option `app`.'],
  ['wsgi-file', 'Use the option `app`.'],
]);
