/** servers › hypercorn: what an author may say of hypercorn, as a type and as its shape. */

import * as v from 'valibot';
import { wholeNumber } from '../../model/unit-shape.ts';
import { type PythonServerOptions, pythonServerEntries } from '../python-options.ts';
import type { KnownSettings } from '../known-settings.ts';

/** Options of hypercorn; what is left out is derived. */
export interface HypercornOptions extends PythonServerOptions {
  /** The event loop. Default: `asyncio`; `uvloop` and `trio` are packages of their own. */
  readonly workerClass?: 'asyncio' | 'uvloop' | 'trio';
  /** Requests over one connection before it is closed, 1–10000000. Default: hypercorn's 1000. */
  readonly keepAliveMaxRequests?: number;
}

/** The shape of HypercornOptions. @internal */
export const hypercornShape = v.strictObject({
  ...pythonServerEntries,
  workerClass: v.optional(v.picklist(['asyncio', 'uvloop', 'trio'])),
  keepAliveMaxRequests: v.optional(wholeNumber(1, 10_000_000, 'The number of requests')),
});

/** Attributes of hypercorn.config.Config of hypercorn 0.18 that are data. */
export const HYPERCORN_SETTINGS: KnownSettings = {
  of: 'hypercorn 0.18',
  unknown: 'hypercorn ignores names it does not know without a word.',
  derived: new Map([
    ['access_log_format', 'Use the option `accessLog`.'],
    ['accesslog', 'Use the option `accessLog`.'],
    ['application_path', 'Use the option `app`.'],
    ['bind', 'Use the `port` of the process, and the option `bind` for IPv6.'],
    ['errorlog', 'Use the option `logLevel`.'],
    ['graceful_timeout', 'Use `lifecycle.gracefulTimeout` of the process.'],
    ['keep_alive_max_requests', 'Use the option `keepAliveMaxRequests`.'],
    ['keep_alive_timeout', 'Leave it out: it follows from the proxy in front.'],
    ['logconfig', 'Use the options `accessLog` and `logLevel`.'],
    ['logconfig_dict', 'Use the options `accessLog` and `logLevel`.'],
    ['logger_class', 'Use the options `accessLog` and `logLevel`.'],
    ['loglevel', 'Use the option `logLevel`.'],
    ['use_reloader', 'Leave it out: the files of an image do not change.'],
    ['worker_class', 'Use the option `workerClass`.'],
    ['workers', 'Use the option `workers`.'],
  ]),
  free: [
    'alpn_protocols',
    'alt_svc_headers',
    'backlog',
    'ca_certs',
    'certfile',
    'ciphers',
    'daemon',
    'debug',
    'dogstatsd_tags',
    'group',
    'h11_max_incomplete_size',
    'h11_pass_raw_headers',
    'h2_max_concurrent_streams',
    'h2_max_header_list_size',
    'h2_max_inbound_frame_size',
    'include_date_header',
    'include_server_header',
    'keyfile',
    'keyfile_password',
    'max_app_queue_size',
    'max_requests',
    'max_requests_jitter',
    'pid_path',
    'read_timeout',
    'root_path',
    'server_names',
    'shutdown_timeout',
    'ssl_handshake_timeout',
    'startup_timeout',
    'statsd_host',
    'statsd_prefix',
    'umask',
    'user',
    'websocket_max_message_size',
    'websocket_ping_interval',
    'wsgi_max_body_size',
  ],
};
