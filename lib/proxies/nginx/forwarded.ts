/** proxies › nginx: whose word is taken for who the client is, how it came, and which request this is. */

import { type NginxDirective, block, directive } from '../../text/nginx-conf.ts';

/**
 * The client's address is the last one that a believed peer has added to X-Forwarded-For: earlier ones are the client's own
 * words. @see https://nginx.org/en/docs/http/ngx_http_realip_module.html
 */
export function realAddress(trusted: readonly string[]): readonly NginxDirective[] {
  return trusted.length === 0
    ? []
    : [
        ...networks(trusted).map((network) => directive('set_real_ip_from', network)),
        directive('real_ip_header', 'X-Forwarded-For'),
        directive('real_ip_recursive', 'off'),
      ];
}

/** `$forwarded_for`, `$forwarded_proto` and `$traced_id`, as the server is told them. */
export function forwardedVariables(trusted: readonly string[]): readonly NginxDirective[] {
  const id = block(
    'map',
    ['$http_x_request_id', '$traced_id'],
    directive('default', '$request_id'),
    directive('~^[A-Za-z0-9._:-]{1,128}$', '$http_x_request_id'),
  );
  return [
    block(
      'geo',
      ['$realip_remote_addr', '$trusted_peer'],
      directive('default', trusted.includes('*') ? 'yes' : 'no'),
      ...trusted.filter((each) => each !== '*').map((network) => directive(network, 'yes')),
    ),
    block(
      'map',
      ['$trusted_peer:$http_x_forwarded_proto', '$forwarded_proto'],
      directive('default', '$scheme'),
      directive('yes:http', 'http'),
      directive('yes:https', 'https'),
    ),
    block(
      'map',
      ['$trusted_peer:$http_x_forwarded_for', '$forwarded_for'],
      directive('default', '$remote_addr'),
      directive('~^yes:[0-9]', '$http_x_forwarded_for'),
      directive('~^yes:[0-9A-Fa-f:]', '$http_x_forwarded_for'),
    ),
    id,
  ];
}

function networks(trusted: readonly string[]): readonly string[] {
  return trusted.includes('*') ? ['0.0.0.0/0', '::/0'] : trusted;
}
