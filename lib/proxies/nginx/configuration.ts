/** proxies › nginx: nginx.conf from decided values. It asks nothing of nginx newer than 1.22 but the modules every build has. */

import type { ProxyInput } from '../../model/proxy.ts';
import { type NginxDirective, block, directive, toNginx } from '../../text/nginx-conf.ts';
import { nginxSize } from '../../units/byte-size.ts';
import { LOG_FORMAT, LOG_VARIABLES } from './access-log.ts';
import { forwardedVariables, realAddress } from './forwarded.ts';
import { uwsgiParameters } from './uwsgi-parameters.ts';

/** Where the configuration is mounted. */
export const CONFIGURATION_PATH = '/etc/nginx/nginx.conf';
/** Where nginx answers for itself. */
export const HEALTH_PATH = '/healthz';

/** Buffers of one response: what fits is taken off the server at once, and memory is all they take. */
export const BUFFERS = { count: 16, bytes: 16 * 1024 } as const;

/** What the file says. */
export interface Configuration {
  readonly input: ProxyInput;
  readonly connections: number;
  readonly statusPort: number;
  readonly dualStack: boolean;
  readonly status: boolean;
  readonly gzip: boolean;
  readonly accessLog: 'json' | 'none';
  readonly unavailable: 'close' | 'answer';
  readonly requestBuffering: boolean;
  readonly responseBuffering: boolean;
  readonly maxBodyBytes: number;
  readonly keepAliveSeconds: number;
  /** Longest silence of the server while a request is open. */
  readonly readTimeoutSeconds: number;
  /** Longest graceful stop. */
  readonly shutdownSeconds: number;
  /** Peers whose forwarded headers are believed; empty: nobody's. */
  readonly trusted: readonly string[];
  readonly locations: readonly StaticLocation[];
}

/** Files that nginx serves itself. */
export interface StaticLocation {
  readonly prefix: string;
  readonly directory: string;
  readonly maxAgeSeconds: number;
  readonly immutable: boolean;
}

/** The text of nginx.conf. */
export function configurationText(configuration: Configuration): string {
  const { connections, shutdownSeconds } = configuration;
  return [
    '# Made by slipway from the description of the service: change it there, not here.\n',
    toNginx([
      directive('daemon', 'off'),
      directive('pid', '/tmp/nginx.pid'),
      directive('error_log', 'stderr', 'warn'),
      directive('worker_processes', 1),
      // Two descriptors for a request: the client's and the server's.
      directive('worker_rlimit_nofile', connections * 2),
      directive('worker_shutdown_timeout', time(shutdownSeconds)),
      block('events', [], directive('worker_connections', connections)),
      block('http', [], ...http(configuration)),
    ]),
  ].join('');
}

function http(configuration: Configuration): readonly NginxDirective[] {
  const { input, accessLog, keepAliveSeconds, maxBodyBytes } = configuration;
  return [
    directive('include', '/etc/nginx/mime.types'),
    directive('default_type', 'application/octet-stream'),
    directive('server_tokens', 'off'),
    directive('sendfile', 'on'),
    directive('tcp_nopush', 'on'),
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) =>
      directive(`${kind}_temp_path`, `/tmp/${kind}`),
    ),
    directive('keepalive_timeout', time(keepAliveSeconds)),
    directive('keepalive_requests', 10_000),
    directive('client_max_body_size', nginxSize(maxBodyBytes, 'offset')),
    directive('large_client_header_buffers', 4, '16k'),
    ...realAddress(configuration.trusted),
    ...forwardedVariables(configuration.trusted),
    ...(input.protocol === 'websocket' ? [CONNECTION] : []),
    ...(accessLog === 'json'
      ? [...LOG_VARIABLES, LOG_FORMAT, directive('access_log', '/dev/stdout', 'json')]
      : [directive('access_log', 'off')]),
    ...(configuration.gzip ? GZIP : []),
    block('upstream', ['server'], directive('server', upstream(input))),
    block('server', [], ...mainServer(configuration)),
    block('server', [], ...ownServer(configuration)),
  ];
}

/** Upgrades are passed on; everything else gets a connection of its own, see `toServer`. */
const CONNECTION = block(
  'map',
  ['$http_upgrade', '$passed_connection'],
  directive('default', 'upgrade'),
  directive('', 'close'),
);

const GZIP: readonly NginxDirective[] = [
  directive('gzip', 'on'),
  directive('gzip_comp_level', 4),
  directive('gzip_min_length', 1024),
  directive('gzip_proxied', 'any'),
  directive('gzip_vary', 'on'),
  directive(
    'gzip_types',
    'application/javascript',
    'application/json',
    'application/manifest+json',
    'application/xml',
    'image/svg+xml',
    'text/css',
    'text/javascript',
    'text/plain',
    'text/xml',
  ),
];

function upstream({ upstream: at }: ProxyInput): string {
  return 'path' in at ? `unix:${at.path}` : `127.0.0.1:${at.port}`;
}

function mainServer(configuration: Configuration): readonly NginxDirective[] {
  const { input, locations, unavailable } = configuration;
  return [
    ...listen(configuration, input.port),
    directive('server_name', '_'),
    ...locations.map(staticLocation),
    block('location', ['/'], ...toServer(configuration)),
    // A proxy in front would take a 502 for an answer and pass it on; a connection that ends it asks another pod for.
    ...(unavailable === 'close'
      ? [
          directive('error_page', 502, '@unavailable'),
          block('location', ['@unavailable'], directive('return', 444)),
        ]
      : []),
  ];
}

function listen({ dualStack }: Configuration, port: number): readonly NginxDirective[] {
  return dualStack
    ? [directive('listen', `[::]:${port}`, 'default_server', 'ipv6only=off')]
    : [directive('listen', port, 'default_server')];
}

function staticLocation(location: StaticLocation): NginxDirective {
  const { prefix, directory, maxAgeSeconds, immutable } = location;
  const cache = [`public, max-age=${maxAgeSeconds}`, ...(immutable ? ['immutable'] : [])];
  return block(
    'location',
    // No regular expression may win over a prefix of files.
    ['^~', prefix],
    directive('alias', `${directory}/`),
    directive('gzip_static', 'on'),
    directive('add_header', 'Cache-Control', cache.join(', ')),
    directive('add_header', 'X-Content-Type-Options', 'nosniff'),
  );
}

function toServer(configuration: Configuration): readonly NginxDirective[] {
  const { upstream: at } = configuration.input;
  return 'path' in at && at.protocol === 'uwsgi' ? byUwsgi(configuration) : byHttp(configuration);
}

/**
 * A connection for each request: over a unix socket it costs next to nothing, and there is no idle one that the server
 * could be closing just then. nginx from 1.29.7 on would keep them by default.
 * @see https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive
 */
function byHttp(configuration: Configuration): readonly NginxDirective[] {
  const websocket = configuration.input.protocol === 'websocket';
  const headers: readonly (readonly [string, string])[] = [
    ['Host', '$host'],
    ['Connection', websocket ? '$passed_connection' : 'close'],
    ...(websocket ? [['Upgrade', '$http_upgrade'] as const] : []),
    ['X-Real-IP', '$remote_addr'],
    ['X-Forwarded-For', '$forwarded_for'],
    ['X-Forwarded-Proto', '$forwarded_proto'],
    ['X-Forwarded-Host', '$host'],
    ['X-Request-Id', '$traced_id'],
    // Not derived here, so not believed; and httpoxy: https://httpoxy.org
    ['Forwarded', ''],
    ['Proxy', ''],
  ];
  return [
    directive('proxy_pass', 'http://server'),
    directive('proxy_http_version', '1.1'),
    ...headers.map(([name, value]) => directive('proxy_set_header', name, value)),
    ...passing('proxy', configuration),
  ];
}

function byUwsgi(configuration: Configuration): readonly NginxDirective[] {
  return [
    directive('uwsgi_pass', 'server'),
    ...uwsgiParameters().map(([name, value]) => directive('uwsgi_param', name, value)),
    ...passing('uwsgi', configuration),
  ];
}

function passing(
  module: 'proxy' | 'uwsgi',
  { requestBuffering, responseBuffering, readTimeoutSeconds }: Configuration,
): readonly NginxDirective[] {
  const size = nginxSize(BUFFERS.bytes);
  return [
    directive(`${module}_connect_timeout`, '5s'),
    directive(`${module}_read_timeout`, time(readTimeoutSeconds)),
    directive(`${module}_send_timeout`, time(readTimeoutSeconds)),
    directive(`${module}_request_buffering`, requestBuffering ? 'on' : 'off'),
    ...(responseBuffering
      ? [
          directive(`${module}_buffer_size`, size),
          directive(`${module}_buffers`, BUFFERS.count, size),
          // Never to a file: the size of the directory would have to be guessed.
          directive(`${module}_max_temp_file_size`, 0),
        ]
      : [directive(`${module}_buffering`, 'off')]),
    // There is one server: whoever repeats requests does so at another pod.
    directive(`${module}_next_upstream`, 'off'),
  ];
}

/** The own port: probes of the kubelet, and counters for whoever is in the pod. */
function ownServer(configuration: Configuration): readonly NginxDirective[] {
  return [
    ...listen(configuration, configuration.statusPort),
    directive('server_name', '_'),
    directive('access_log', 'off'),
    block('location', [`=`, HEALTH_PATH], directive('return', 200)),
    ...(configuration.status
      ? [
          block(
            'location',
            ['=', '/status'],
            directive('stub_status'),
            directive('allow', '127.0.0.1'),
            directive('deny', 'all'),
          ),
        ]
      : []),
    block('location', ['/'], directive('return', 404)),
  ];
}

/** nginx counts milliseconds. @see https://nginx.org/en/docs/syntax.html */
function time(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`;
}
