/** A new version with a growing share of the requests; the step is data, each change one commit. */

import {
  ServiceChart,
  canary,
  defineService,
  environmentsOf,
  gateway,
  http,
  postgres,
  secretRef,
  type App,
} from '../../lib/index.ts';

export const parcels = defineService({
  name: 'parcels',
  image: { repository: 'ghcr.io/acme/parcels', tag: '5.2.0' },
  web: {
    server: http({ command: ['/app/parcels', 'serve'], connectionsPerPod: 5, keepAlive: 75 }),
    health: '/healthz',
    scale: { min: 4, max: 12, cpu: 70 },
  },
  workers: { labels: { command: ['/app/parcels', 'print-labels'] } },
  migrate: { command: ['/app/parcels', 'migrate'], check: ['/app/parcels', 'migrate', '--check'] },
  needs: {
    db: postgres({
      url: { DATABASE_URL: secretRef('parcels-db', 'url') },
      connections: { max: 400 },
    }),
  },
  expose: gateway({
    host: 'parcels.example.com',
    gateway: { name: 'public', namespace: 'gateways' },
  }),
  rollout: canary({ steps: [5, 25, 50] }),
  environments: {
    staging: { expose: { host: 'parcels.staging.example.com' } },
    production: { rollout: { step: 2, canary: { image: { tag: '5.3.0' } } } },
  },
});

export function build(app: App): void {
  for (const environment of environmentsOf(parcels))
    new ServiceChart(app, parcels, { environment });
}
