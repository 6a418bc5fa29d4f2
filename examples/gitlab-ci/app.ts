/** GitLab CI with the registry of the project and Flux; nothing secret has to be set up. */

import {
  ServiceChart,
  defineService,
  environmentsOf,
  flux,
  gitlabCi,
  gunicorn,
  internal,
  pipelines,
  type App,
  type AppProps,
} from '../../lib/index.ts';

const shop = defineService({
  name: 'shop',
  image: { repository: 'registry.gitlab.com/acme/shop', tag: '1.4.2' },
  web: { server: gunicorn({ app: 'shop.wsgi' }), health: '/healthz', scale: 2 },
  expose: internal(),
  environments: { staging: { namespace: 'shop-staging' }, production: { namespace: 'shop' } },
});

export const props: AppProps = {
  gitops: flux({ repository: 'https://gitlab.com/acme/shop.git' }),
  pipelines: pipelines({
    provider: gitlabCi(),
    verify: { image: 'python:3.13-slim', run: ['python -m unittest'] },
  }),
};

export function build(app: App): void {
  for (const environment of environmentsOf(shop)) new ServiceChart(app, shop, { environment });
}
