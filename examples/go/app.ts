/** A Go binary in an image without a shell, called by other services of the cluster only. */

import { ServiceChart, defineService, http, internal, type App } from '../../lib/index.ts';

export const pricing = defineService({
  name: 'pricing',
  image: { repository: 'ghcr.io/acme/pricing', tag: 'v4.2.0' },
  web: {
    server: http({ command: ['/pricing'], keepAlive: '90s' }),
    port: 8443,
    health: '/healthz',
    requestTimeout: 5,
    scale: { min: 2, max: 4, cpu: 80 },
    resources: { requests: { cpu: '100m', memory: '64Mi' } },
  },
  expose: internal(),
  security: { runAsUser: 65532 },
});

export function build(app: App): void {
  new ServiceChart(app, pricing);
}
