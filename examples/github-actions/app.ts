/** GitHub Actions releases a shop in place and tickets in slots; Argo CD follows Git. */

import {
  ServiceChart,
  argocd,
  blueGreen,
  defineService,
  environmentsOf,
  githubActions,
  gunicorn,
  internal,
  pipelines,
  type App,
  type AppProps,
} from '../../lib/index.ts';

const shop = defineService({
  name: 'shop',
  image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
  web: { server: gunicorn({ app: 'shop.wsgi' }), health: '/healthz', scale: 2 },
  expose: internal(),
  environments: { staging: { namespace: 'shop-staging' }, production: { namespace: 'shop' } },
});

const tickets = defineService({
  name: 'tickets',
  image: { repository: 'ghcr.io/acme/tickets', tag: '3.1.0' },
  web: { server: gunicorn({ app: 'tickets.wsgi' }), health: '/healthz', scale: 2 },
  expose: internal(),
  rollout: blueGreen(),
  environments: { production: { namespace: 'shop' } },
});

export const props: AppProps = {
  gitops: argocd({ repository: 'https://github.com/acme/shop.git' }),
  pipelines: pipelines({
    provider: githubActions(),
    verify: {
      image: 'python:3.13-slim',
      run: ['pip install --quiet --require-hashes -r requirements.txt', 'python -m pytest -q'],
    },
    images: {
      'ghcr.io/acme/shop': {},
      'ghcr.io/acme/tickets': { context: 'tickets' },
    },
    environments: {
      staging: { url: 'https://staging.shop.example.com' },
      production: { url: 'https://shop.example.com' },
    },
  }),
};

export function build(app: App): void {
  for (const service of [shop, tickets]) {
    for (const environment of environmentsOf(service)) {
      new ServiceChart(app, service, { environment });
    }
  }
}
