// Documentation generator: the service that docs/description.md shows; a test resolves it in every environment.
import {
  defineService,
  gunicorn,
  nginxIngress,
  postgres,
  recreate,
  redis,
  secretRef,
} from '../../lib/index.ts';

export const shop = defineService({
  name: 'shop',
  image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },

  web: {
    server: gunicorn({ app: 'shop.wsgi:application', version: '27.0.1', workload: 'io' }),
    health: '/healthz',
    requestTimeout: '20s',
    scale: { min: 2, max: 10, cpu: 70 },
    resources: { requests: { cpu: '500m', memory: '768Mi' } },
  },
  workers: {
    mail: { command: ['celery', '-A', 'shop', 'worker', '-Q', 'mail'], taskTimeout: '5m' },
    // A scheduler must run once: one pod, and the old one gone before the new one starts. It notes what it sent in a file.
    beat: {
      command: ['celery', '-A', 'shop', 'beat', '-s', '/tmp/celerybeat-schedule'],
      scale: 1,
      rollout: recreate(),
    },
  },
  crons: {
    cleanup: { schedule: '0 3 * * *', command: ['python', 'manage.py', 'clearsessions'] },
  },
  tasks: {
    reindex: { command: ['python', 'manage.py', 'rebuild_index', '--noinput'], deadline: '2h' },
  },
  migrate: {
    command: ['python', 'manage.py', 'migrate', '--noinput'],
    check: ['python', 'manage.py', 'migrate', '--check'],
  },

  config: { DJANGO_SETTINGS_MODULE: 'shop.settings', SECRET_KEY: secretRef('shop', 'secret-key') },
  needs: {
    db: postgres({
      url: { DATABASE_URL: secretRef('shop-db', 'url') },
      to: '10.20.0.0/24',
      connections: { max: 1200 },
    }),
    queue: redis({ url: { REDIS_URL: secretRef('shop-redis', 'url') }, to: '10.20.1.0/24' }),
  },
  expose: nginxIngress({ host: 'shop.example.com', tls: { issuer: 'letsencrypt' } }),
  network: { ingress: [{ namespace: 'reporting' }] },
  overrides: { 'web/deployment': { spec: { revisionHistoryLimit: 3 } } },

  environments: {
    staging: { web: { scale: { min: 2, max: 3 } }, expose: { host: 'staging.shop.example.com' } },
    production: {},
  },
});
