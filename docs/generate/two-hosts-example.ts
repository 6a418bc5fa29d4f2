// Documentation generator: the service at two hosts that docs/exposures.md shows.
import { defineService, gunicorn, nginxIngress } from '../../lib/index.ts';

export const shop = defineService({
  name: 'shop',
  image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
  web: {
    server: gunicorn({ app: 'shop.wsgi:application', version: '27.0.1' }),
    health: '/healthz',
    // The same process, for partners: two of its paths, at a host of their own.
    expose: nginxIngress({
      host: 'partners.example.com',
      paths: [{ path: '/orders' }, { path: '/hooks' }],
      tls: { issuer: 'letsencrypt' },
      allowFrom: ['203.0.113.0/24'],
    }),
  },
  webs: {
    api: {
      server: gunicorn({ app: 'shop.api:application', version: '27.0.1' }),
      health: '/healthz',
    },
  },
  // For everybody: all of both processes.
  expose: nginxIngress({
    host: 'shop.example.com',
    paths: [{ path: '/' }, { path: '/api', process: 'api' }],
    tls: { issuer: 'letsencrypt' },
  }),
});
