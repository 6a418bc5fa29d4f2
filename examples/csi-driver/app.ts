/** Secrets that the Secrets Store CSI driver mounts from AWS: variables get a copy in the cluster, files do not. */

import {
  ServiceChart,
  csiDriver,
  defineService,
  http,
  postgres,
  secretRef,
  type App,
} from '../../lib/index.ts';

export const payments = defineService({
  name: 'payments',
  image: { repository: 'ghcr.io/acme/payments', tag: '3.1.0' },
  web: { server: http({ command: ['/app/payments'] }), health: '/healthz', scale: 2 },
  workers: { settle: { command: ['/app/payments', 'settle'] } },
  // No more than a directory of files: nothing of it is stored in the cluster.
  files: { '/etc/payments/hsm.pem': secretRef('payments-hsm', 'client.pem') },
  needs: {
    db: postgres({
      url: { DATABASE_URL: secretRef('payments-db', 'url') },
      to: '10.20.0.0/16',
      connections: { max: 200 },
    }),
  },
  secrets: {
    aws: csiDriver({
      provider: 'aws',
      parameters: { region: 'eu-central-1' },
      restart: 'reloader',
      secrets: { 'payments-db': 'payments/db', 'payments-hsm': 'payments/hsm' },
    }),
  },
  serviceAccount: {
    identity: { aws: { role: 'arn:aws:iam::111122223333:role/payments' } },
  },
  network: { ingress: [{ namespace: 'shop' }] },
});

export function build(app: App): void {
  new ServiceChart(app, payments);
}
