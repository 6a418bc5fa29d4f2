/** Jenkins with a registry of one's own, a signing key, and releases that the pipeline itself brings into the cluster. */

import {
  ServiceChart,
  defineService,
  environmentsOf,
  gunicorn,
  internal,
  jenkins,
  pipelines,
  type App,
  type AppProps,
} from '../../lib/index.ts';

const shop = defineService({
  name: 'shop',
  image: { repository: 'registry.example.com/acme/shop', tag: '1.4.2' },
  web: { server: gunicorn({ app: 'shop.wsgi' }), health: '/healthz', scale: 2 },
  expose: internal(),
  environments: { staging: { namespace: 'shop-staging' }, production: { namespace: 'shop' } },
});

export const props: AppProps = {
  pipelines: pipelines({
    provider: jenkins({ credentials: { registry: 'acme-registry' } }),
    branch: 'trunk',
    verify: { image: 'python:3.13-slim', run: ['python -m unittest'], timeout: '30m' },
    environments: { staging: { approval: true }, production: {} },
    deploy: 'cluster',
  }),
};

export function build(app: App): void {
  for (const environment of environmentsOf(shop)) new ServiceChart(app, shop, { environment });
}
