/** proxies › nginx: one JSON object a request, with the fields the servers' own logs have. */

import { type NginxDirective, block, directive } from '../../text/nginx-conf.ts';

/** `$status` is `000` where nothing was answered, and JSON has no such number. @see https://github.com/nginx/nginx/blob/release-1.30.4/src/http/ngx_http_variables.c ngx_http_variable_status */
export const LOG_VARIABLES: readonly NginxDirective[] = [
  block(
    'map',
    ['$status', '$logged_status'],
    directive('default', '$status'),
    directive('~^0', '0'),
  ),
];

/** Values of text, by field. */
const TEXTS = {
  time: '$time_iso8601',
  level: 'info',
  logger: 'nginx.access',
  remote: '$remote_addr',
  method: '$request_method',
  path: '$uri',
  query: '$args',
  protocol: '$server_protocol',
  referer: '$http_referer',
  user_agent: '$http_user_agent',
  forwarded_for: '$http_x_forwarded_for',
  request_id: '$traced_id',
  // Empty where nginx answered by itself: files, bodies that are too large.
  upstream_status: '$upstream_status',
  upstream_seconds: '$upstream_response_time',
} as const;

const NUMBERS = {
  status: '$logged_status',
  bytes: '$body_bytes_sent',
  seconds: '$request_time',
} as const;

/** `escape=json` escapes what JSON does not take. @see https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format */
export const LOG_FORMAT: NginxDirective = directive(
  'log_format',
  'json',
  'escape=json',
  `{${[
    ...Object.entries(TEXTS).map(([field, value]) => `"${field}":"${value}"`),
    ...Object.entries(NUMBERS).map(([field, value]) => `"${field}":${value}`),
  ].join(',')}}`,
);
