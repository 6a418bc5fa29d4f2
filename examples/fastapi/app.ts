/** FastAPI behind ingress-nginx, the retired controller that many clusters still run. */

import {
  ServiceChart,
  defineService,
  gunicorn,
  nginxIngress,
  postgres,
  secretRef,
  type App,
} from '../../lib/index.ts';

export const quotes = defineService({
  name: 'quotes',
  image: {
    repository: 'ghcr.io/acme/quotes',
    tag: '0.9.0',
    digest: 'sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
  },
  web: {
    server: gunicorn({ app: 'quotes.main:app', workerClass: 'asgi', version: '27.0.1' }),
    health: '/health',
    scale: { min: 2, max: 6, cpu: 60 },
  },
  migrate: { command: ['alembic', 'upgrade', 'head'], check: ['alembic', 'check'] },
  needs: {
    db: postgres({
      url: { DATABASE_URL: secretRef('quotes-db', 'url') },
      connections: { max: 1000 },
    }),
  },
  expose: nginxIngress({
    controller: 'ingress-nginx',
    host: 'quotes.example.com',
    tls: { secretName: 'quotes-tls' },
    cors: { allowOrigins: ['https://app.example.com'], allowCredentials: true },
  }),
  namespace: 'quotes',
});

export function build(app: App): void {
  new ServiceChart(app, quotes);
}
