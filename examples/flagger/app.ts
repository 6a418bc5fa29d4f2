/** Flagger changes versions: the Deployment and its autoscaler are ours, the Services are left to Flagger. */

import {
  ServiceChart,
  defineService,
  flagger,
  http,
  nginxIngress,
  type App,
} from '../../lib/index.ts';

export const maps = defineService({
  name: 'maps',
  image: { repository: 'ghcr.io/acme/maps', tag: '0.9.1' },
  web: {
    server: http({ command: ['/app/maps'], connectionsPerPod: 5, keepAlive: 75 }),
    health: '/healthz',
    scale: { min: 2, max: 8, cpu: 70 },
  },
  expose: nginxIngress({
    controller: 'ingress-nginx',
    host: 'maps.example.com',
    tls: { issuer: 'letsencrypt' },
  }),
  rollout: flagger({
    strategy: { canary: { steps: [10, 30, 60] } },
    analysis: { prometheus: 'http://prometheus.monitoring:9090', maxLatencyMilliseconds: 500 },
  }),
});

export function build(app: App): void {
  new ServiceChart(app, maps);
}
