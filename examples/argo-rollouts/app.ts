/** Argo Rollouts changes versions: shares of a canary behind one Ingress, a switch for the back office, both judged by measurements. */

import {
  ServiceChart,
  argoRollouts,
  defineService,
  environmentsOf,
  http,
  nginxIngress,
  type App,
} from '../../lib/index.ts';

export const quotes = defineService({
  name: 'quotes',
  image: { repository: 'ghcr.io/acme/quotes', tag: '3.1.0' },
  web: {
    server: http({ command: ['/app/quotes', 'serve'], connectionsPerPod: 5, keepAlive: 75 }),
    health: '/healthz',
    scale: { min: 3, max: 12, cpu: 70 },
  },
  webs: {
    office: {
      server: http({ command: ['/app/quotes', 'office'], connectionsPerPod: 5, keepAlive: 75 }),
      health: '/healthz',
      scale: 2,
      expose: nginxIngress({
        controller: 'ingress-nginx',
        host: 'office.example.com',
        previewHost: 'office-next.example.com',
        tls: { issuer: 'letsencrypt' },
      }),
      rollout: argoRollouts({ strategy: { blueGreen: {} } }),
    },
  },
  expose: nginxIngress({
    controller: 'ingress-nginx',
    host: 'quotes.example.com',
    tls: { issuer: 'letsencrypt' },
  }),
  rollout: argoRollouts({
    strategy: { canary: { steps: [5, 25, 50] } },
    analysis: { prometheus: 'http://prometheus.monitoring:9090', maxLatencyMilliseconds: 400 },
  }),
  environments: {
    staging: { expose: { host: 'quotes.staging.example.com' } },
    production: { rollout: { analysis: { minSuccessRate: 0.999 } } },
  },
});

export function build(app: App): void {
  for (const environment of environmentsOf(quotes)) new ServiceChart(app, quotes, { environment });
}
