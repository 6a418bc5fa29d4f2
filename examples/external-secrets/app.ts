/** Secrets that External Secrets Operator copies from a store, and pods that Reloader restarts when one changes. */

import {
  ServiceChart,
  defineService,
  externalSecrets,
  http,
  nginxIngress,
  postgres,
  secretRef,
  type App,
} from '../../lib/index.ts';

export const billing = defineService({
  name: 'billing',
  image: { repository: 'ghcr.io/acme/billing', tag: '2.3.0', pullSecrets: ['ghcr'] },
  web: { server: http({ command: ['/app/billing'] }), health: '/healthz', scale: 2 },
  crons: { invoices: { schedule: '0 5 1 * *', command: ['/app/billing', 'invoices'] } },
  files: { '/etc/billing/signing.pem': secretRef('billing-signing', 'key.pem') },
  config: { STRIPE_API_KEY: secretRef('billing-stripe', 'key') },
  needs: {
    db: postgres({
      url: { DATABASE_URL: secretRef('billing-db', 'url') },
      to: '10.20.0.0/16',
      connections: { max: 200 },
    }),
  },
  secrets: {
    vault: externalSecrets({
      store: 'vault',
      restart: 'reloader',
      refreshInterval: '15m',
      secrets: {
        'billing-db': 'billing/production/db',
        'billing-stripe': { keys: { key: { entry: 'shared/stripe', property: 'secretKey' } } },
        'billing-signing': 'billing/production/signing',
        ghcr: { keys: { '.dockerconfigjson': { entry: 'shared/ghcr' } } },
      },
    }),
  },
  expose: nginxIngress({ host: 'billing.example.com', tls: { issuer: 'letsencrypt' } }),
  environments: {
    staging: {
      namespace: 'billing-staging',
      secrets: { vault: { secrets: { 'billing-db': 'billing/staging/db' } } },
      expose: { host: 'billing.staging.example.com' },
    },
    production: { namespace: 'billing' },
  },
});

export function build(app: App): void {
  for (const environment of ['staging', 'production']) {
    new ServiceChart(app, billing, { environment });
  }
}
