/** Django with everything: web, worker, cron, task, migration, files, needs, two environments. */

import {
  ServiceChart,
  defineService,
  environmentsOf,
  gunicorn,
  httpApi,
  nginxIngress,
  postgres,
  recreate,
  redis,
  rolling,
  secretRef,
  undecided,
  type App,
} from '../../lib/index.ts';

export const store = defineService({
  name: 'store',
  image: { repository: 'ghcr.io/acme/store', tag: '2.3.1', pullSecrets: ['ghcr'] },
  web: {
    server: gunicorn({
      app: 'store.wsgi:application',
      version: '27.0.1',
      workload: 'io',
      metrics: 'prometheus',
    }),
    port: 8080,
    health: { readiness: '/readyz', liveness: '/livez' },
    requestTimeout: '20s',
    startupTimeout: '90s',
    scale: {
      min: 3,
      max: 12,
      cpu: 65,
      metrics: [{ type: 'Pods', metric: 'gunicorn_backlog', average: '4' }],
      behavior: { scaleUp: { policies: [{ type: 'Pods', value: 4, period: '30s' }] } },
    },
    resources: { requests: { cpu: '500m', memory: '768Mi' }, limits: { memory: '1Gi' } },
    writable: ['/var/cache/store', { path: '/srv/media', size: '256Mi', medium: 'memory' }],
    placement: { spread: 'hard', priorityClassName: 'business-critical' },
  },
  workers: {
    mail: {
      command: ['celery', '-A', 'store', 'worker', '-Q', 'mail', '--concurrency=4'],
      taskTimeout: '5m',
      scale: { min: 1, max: 6, cpu: 75 },
    },
    // The root file system is read-only; /tmp is an emptyDir.
    beat: {
      command: ['celery', '-A', 'store', 'beat', '-s', '/tmp/celerybeat-schedule'],
      scale: 1,
      rollout: recreate(),
    },
  },
  crons: {
    cleanup: {
      schedule: '0 3 * * *',
      timeZone: 'Europe/Berlin',
      command: ['python', 'manage.py', 'clearsessions'],
    },
    invoices: {
      schedule: '*/30 * * * *',
      command: ['python', 'manage.py', 'invoices'],
      concurrency: 'Forbid',
      deadline: '25m',
      history: { successful: 1, failed: 5 },
    },
  },
  tasks: {
    reindex: { command: ['python', 'manage.py', 'rebuild_index', '--noinput'], deadline: '2h' },
  },
  migrate: {
    command: ['python', 'manage.py', 'migrate', '--noinput'],
    check: ['python', 'manage.py', 'migrate', '--check'],
  },
  config: {
    DJANGO_SETTINGS_MODULE: 'store.settings',
    DJANGO_LOG_LEVEL: 'INFO',
    SHOP_CURRENCY: undecided('finance decides per country'),
    FEATURE_GIFTS: true,
  },
  files: { '/etc/store/features.yaml': 'gifts: yes\nratio: 0o22\n' },
  needs: {
    db: postgres({
      url: { DATABASE_URL: secretRef('store-db', 'url') },
      to: '10.20.0.0/24',
      connections: { max: 2000 },
    }),
    cache: redis({
      url: { REDIS_URL: secretRef('store-redis', 'url') },
      to: { namespace: 'redis' },
    }),
    payments: httpApi({
      url: { PAYMENTS_URL: 'https://api.pay.example' },
      credentials: { PAYMENTS_CREDENTIAL: secretRef('store-pay', 'key') },
    }),
  },
  expose: nginxIngress({
    host: 'store.example.com',
    tls: { issuer: 'letsencrypt' },
    maxBodySize: '20Mi',
    rateLimit: { requestsPerSecond: 20, burst: 40 },
    responseHeaders: { set: { 'X-Frame-Options': 'DENY' } },
  }),
  rollout: rolling({ maxSurge: '25%', minReady: '15s' }),
  network: { ingress: [{ namespace: 'reporting' }] },
  labels: { team: 'commerce' },
  kubernetes: '1.35',
  environments: {
    staging: {
      namespace: 'store-staging',
      config: { SHOP_CURRENCY: 'EUR', DJANGO_LOG_LEVEL: 'DEBUG' },
      web: { scale: { min: 2, max: 3 } },
      expose: { host: 'staging.store.example.com' },
      crons: { invoices: null },
    },
    production: {
      namespace: { name: 'store', labels: { 'cost-center': '4711' } },
      config: { SHOP_CURRENCY: 'EUR' },
    },
  },
});

export function build(app: App): void {
  for (const environment of environmentsOf(store)) new ServiceChart(app, store, { environment });
}
