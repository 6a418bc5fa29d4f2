/** proxies: those that come with slipway; anybody's own value of the same shape does as well. */

import type { Proxy } from '../model/proxy.ts';
import { nginx } from './nginx/nginx.ts';

export { nginx } from './nginx/nginx.ts';
export type { NginxOptions } from './nginx/options.ts';

/** One proxy of each kind and mode: what holds for every proxy is tested with these. */
export const PROXY_EXAMPLES: readonly Proxy[] = [
  nginx(),
  nginx({
    static: {
      '/static/': '/app/static',
      '/assets/v1/': { from: '/app/dist/', immutable: true, size: '64Mi' },
      '/collected/': {
        from: '/app/collected',
        command: ['python', 'manage.py', 'collectstatic', '--noinput'],
        maxAge: '10m',
      },
      '/errors/': { from: '/usr/share/nginx/html', in: 'proxy' },
    },
    status: true,
    bind: 'dual-stack',
  }),
  nginx({
    image: { repository: 'registry.example.com/nginx', tag: '1.31.4' },
    maxBodySize: '100Mi',
    requestBuffering: false,
    responseBuffering: false,
    gzip: false,
    accessLog: 'none',
    unavailable: 'answer',
    handover: '10s',
    statusPort: 9081,
    connections: 4096,
    trustedProxies: ['10.0.0.0/8', 'fd00::/8', '192.0.2.7'],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '1' } },
  }),
];
