/** Reached through a Gateway that the platform team owns. */

import { ServiceChart, defineService, gateway, gunicorn, type App } from '../../lib/index.ts';

export const catalog = defineService({
  name: 'catalog',
  image: { repository: 'ghcr.io/acme/catalog', tag: '1.8.0' },
  web: { server: gunicorn({ app: 'catalog.wsgi' }), health: '/healthz', scale: 2 },
  expose: gateway({
    host: 'catalog.example.com',
    gateway: { name: 'public', namespace: 'gateways', sectionName: 'https' },
    paths: [{ path: '/api' }, { path: '/status', type: 'Exact' }],
  }),
  network: { monitoringNamespace: 'observability' },
  namespace: { name: 'catalog', create: false },
});

export function build(app: App): void {
  new ServiceChart(app, catalog);
}
