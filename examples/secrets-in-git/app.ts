/** Secrets that are committed encrypted: by kubeseal, unsealed in the cluster, and by SOPS, decrypted by Flux. Their keys were thrown away. */

import {
  ServiceChart,
  defineService,
  environmentsOf,
  flux,
  gunicorn,
  nginxIngress,
  postgres,
  sealedSecrets,
  secretRef,
  smtp,
  sops,
  type App,
  type AppProps,
} from '../../lib/index.ts';

const SECRETS = 'examples/secrets-in-git/secrets';
/** Both kinds are encrypted for an environment: its namespace is part of what is sealed, and its key of who may decrypt. */
const secretsOf = (environment: string) => ({
  sealed: sealedSecrets({
    secrets: { 'orders-db': `${SECRETS}/${environment}-orders-db.sealed.yaml` },
  }),
  files: sops({ secrets: { 'orders-mail': `${SECRETS}/${environment}-orders-mail.sops.yaml` } }),
});

export const orders = defineService({
  name: 'orders',
  image: { repository: 'ghcr.io/acme/orders', tag: '1.9.0' },
  web: {
    server: gunicorn({ app: 'orders.wsgi', version: '27.0.1' }),
    health: '/healthz',
    scale: 2,
  },
  needs: {
    db: postgres({ url: { DATABASE_URL: secretRef('orders-db', 'url') }, to: '10.20.0.0/16' }),
    mail: smtp({
      host: { EMAIL_HOST: 'smtp.example.com' },
      user: { EMAIL_HOST_USER: 'orders' },
      password: { EMAIL_HOST_PASSWORD: secretRef('orders-mail', 'password') },
    }),
  },
  expose: nginxIngress({ host: 'orders.example.com', tls: { issuer: 'letsencrypt' } }),
  environments: {
    staging: {
      namespace: 'orders-staging',
      secrets: secretsOf('staging'),
      expose: { host: 'orders.staging.example.com' },
    },
    production: { namespace: 'orders', secrets: secretsOf('production') },
  },
});

export const props: AppProps = {
  gitops: flux({
    repository: 'https://git.example.com/acme/orders.git',
    decryption: { secretName: 'sops-age' },
  }),
};

export function build(app: App): void {
  for (const environment of environmentsOf(orders)) new ServiceChart(app, orders, { environment });
}
