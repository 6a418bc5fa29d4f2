/** A Django shop: web behind F5 NGINX Ingress Controller, a Celery worker, a nightly clean-up and a migration. */

import { defineService, gunicorn, nginxIngress, postgres, redis, secretRef } from '../lib/index.ts';

export const shop = defineService({
  name: 'shop',
  image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
  web: {
    server: gunicorn({ app: 'shop.wsgi:application' }),
    health: '/healthz',
    scale: { min: 2, max: 10, cpu: 70 },
  },
  workers: {
    mail: { command: ['celery', '-A', 'shop', 'worker', '--concurrency=4'] },
  },
  crons: { cleanup: { schedule: '0 3 * * *', command: ['python', 'manage.py', 'clearsessions'] } },
  migrate: {
    command: ['python', 'manage.py', 'migrate', '--noinput'],
    check: ['python', 'manage.py', 'migrate', '--check'],
  },
  config: { DJANGO_SETTINGS_MODULE: 'shop.settings' },
  needs: {
    db: postgres({
      url: { DATABASE_URL: secretRef('shop-db', 'url') },
      connections: { max: 600 },
    }),
    cache: redis({ url: { REDIS_URL: secretRef('shop-redis', 'url') } }),
  },
  expose: nginxIngress({ host: 'shop.example.com', tls: { issuer: 'letsencrypt' } }),
  environments: {
    staging: {
      namespace: 'shop-staging',
      web: { scale: { min: 1, max: 2 } },
      expose: { host: 'staging.shop.example.com' },
    },
    production: { namespace: 'shop' },
  },
});
