/** Two versions side by side; the phase is data, each change one commit. */

import {
  ServiceChart,
  blueGreen,
  defineService,
  environmentsOf,
  gunicorn,
  nginxIngress,
  type App,
} from '../../lib/index.ts';

export const tickets = defineService({
  name: 'tickets',
  image: { repository: 'ghcr.io/acme/tickets', tag: '3.1.0' },
  web: {
    server: gunicorn({ app: 'tickets.wsgi:application' }),
    health: '/healthz',
    scale: { min: 3, max: 9, cpu: 70 },
  },
  workers: { mail: { command: ['celery', '-A', 'tickets', 'worker'] } },
  expose: nginxIngress({
    host: 'tickets.example.com',
    previewHost: 'preview.tickets.example.com',
    tls: { issuer: 'letsencrypt' },
  }),
  rollout: blueGreen({
    active: 'blue',
    phase: 'warm',
    slots: { blue: { image: { tag: '3.1.0' } }, green: { image: { tag: '3.2.0' } } },
    warmReplicas: 5,
  }),
  environments: {
    staging: { rollout: { phase: 'stable' } },
    production: {},
  },
});

export function build(app: App): void {
  for (const environment of environmentsOf(tickets))
    new ServiceChart(app, tickets, { environment });
}
