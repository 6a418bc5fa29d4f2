/** Previews without GitOps: the pipeline itself deploys, and each proposed change gets a copy of an environment. */

import {
  type App,
  defineService,
  environmentsOf,
  githubActions,
  gunicorn,
  nginxIngress,
  pipelines,
  ServiceChart,
} from '../../lib/index.ts';

const shop = defineService({
  name: 'shop',
  image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
  web: {
    server: gunicorn({ app: 'shop.wsgi:application', version: '27.0.1' }),
    health: '/healthz',
    scale: 2,
  },
  expose: nginxIngress({ host: 'shop.example.com', tls: { issuer: 'letsencrypt' } }),
  environments: {
    // Copied for each change under a name of its own: shop-preview-pr-7, at shop-pr-7.preview.example.com.
    preview: { namespace: 'shop-preview', expose: { host: 'preview.example.com' } },
    production: { namespace: 'shop' },
  },
});

export const props = {
  pipelines: pipelines({
    provider: githubActions(),
    deploy: 'cluster',
    previews: { environment: 'preview', domain: 'preview.example.com', keep: '48h' },
  }),
};

export function build(app: App): void {
  for (const environment of environmentsOf(shop)) new ServiceChart(app, shop, { environment });
}
