/** servers › uvicorn: what an author may say of uvicorn, as a type and as its shape. */

import * as v from 'valibot';
import type { KnownSettings } from '../known-settings.ts';
import {
  type PythonServerOptions,
  pythonServerEntries,
  trustedProxiesShape,
} from '../python-options.ts';

/** Options of uvicorn; what is left out is derived. */
export interface UvicornOptions extends PythonServerOptions {
  /** The callable makes the application. Default: false. */
  readonly factory?: boolean;
  /** Addresses whose forwarded headers are believed. Default: whoever NetworkPolicies let in, where a proxy is among them; else the pod itself. */
  readonly trustedProxies?: readonly string[];
}

/** The shape of UvicornOptions. @internal */
export const uvicornShape = v.strictObject({
  ...pythonServerEntries,
  factory: v.optional(v.boolean()),
  trustedProxies: trustedProxiesShape,
});

/** Parameters of uvicorn.run() of uvicorn 0.54 that are data. */
export const UVICORN_SETTINGS: KnownSettings = {
  of: 'uvicorn 0.54',
  unknown: 'uvicorn does not start with a parameter it does not know.',
  derived: new Map([
    ['access_log', 'Use the option `accessLog`.'],
    ['app_dir', 'Use the option `pythonPath`.'],
    ['factory', 'Use the option `factory`.'],
    ['fd', 'Leave it out: the port is derived.'],
    ['forwarded_allow_ips', 'Use the option `trustedProxies`.'],
    ['host', 'Use the option `bind`.'],
    ['log_config', 'Use the options `accessLog` and `logLevel`.'],
    ['log_level', 'Use the option `logLevel`.'],
    ['port', 'Use the `port` of the process.'],
    ['proxy_headers', 'Use the option `trustedProxies`.'],
    ['reload', 'Leave it out: the files of an image do not change.'],
    ['timeout_graceful_shutdown', 'Use `lifecycle.gracefulTimeout` of the process.'],
    ['timeout_keep_alive', 'Leave it out: it follows from the proxy in front.'],
    ['uds', 'Leave it out: the port is derived.'],
    ['workers', 'Use the option `workers`.'],
  ]),
  free: [
    'backlog',
    'date_header',
    'env_file',
    'h11_max_incomplete_event_size',
    'headers',
    'http',
    'http2',
    'interface',
    'lifespan',
    'limit_concurrency',
    'limit_max_requests',
    'limit_max_requests_jitter',
    'loop',
    'reset_contextvars',
    'root_path',
    'server_header',
    'ssl_ca_certs',
    'ssl_cert_reqs',
    'ssl_certfile',
    'ssl_ciphers',
    'ssl_keyfile',
    'ssl_keyfile_password',
    'timeout_worker_healthcheck',
    'use_colors',
    'ws',
    'ws_max_queue',
    'ws_max_size',
    'ws_per_message_deflate',
    'ws_ping_interval',
    'ws_ping_timeout',
  ],
};
