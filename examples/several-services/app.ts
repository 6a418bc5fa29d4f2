/** Two services in one app; one has two web processes behind one host, of which one calls the other service. */

import {
  ServiceChart,
  defineService,
  environmentsOf,
  gunicorn,
  http,
  internal,
  nginxIngress,
  type App,
} from '../../lib/index.ts';

export const search = defineService({
  name: 'search',
  image: { repository: 'ghcr.io/acme/search', tag: '0.4.0' },
  web: { server: http({ keepAlive: 'closes' }), health: '/ping' },
  expose: internal(),
  environments: { production: { namespace: 'search' } },
});

export const portal = defineService({
  name: 'portal',
  image: { repository: 'ghcr.io/acme/portal', tag: '1.2.0' },
  web: {
    server: gunicorn({ app: 'portal.wsgi' }),
    health: '/healthz',
    config: { SEARCH_URL: search.url({ path: '/v1' }) },
  },
  webs: {
    events: {
      server: gunicorn({ app: 'portal.events:app', workerClass: 'asgi' }),
      protocol: 'sse',
      port: 8100,
      health: '/healthz',
    },
  },
  expose: nginxIngress({
    host: 'portal.example.com',
    tls: { issuer: 'letsencrypt' },
    paths: [{ path: '/' }, { path: '/events', process: 'events' }],
  }),
  environments: { production: { namespace: 'portal' } },
});

export function build(app: App): void {
  for (const service of [portal, search]) {
    for (const environment of environmentsOf(service))
      new ServiceChart(app, service, { environment });
  }
}
