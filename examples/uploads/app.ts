/** A wiki whose pods, worker and cron job share one directory of uploads, with a disk of its own for each run of the converter. */

import {
  ServiceChart,
  claim,
  configMapRef,
  defineService,
  ephemeral,
  existingClaim,
  gunicorn,
  nginxIngress,
  projected,
  serviceAccountToken,
  type App,
} from '../../lib/index.ts';

export const wiki = defineService({
  name: 'wiki',
  image: { repository: 'ghcr.io/acme/wiki', tag: '3.2.0' },
  volumes: {
    uploads: claim({ size: '200Gi', accessMode: 'ReadWriteMany', storageClass: 'efs' }),
    fonts: existingClaim({ name: 'fonts', accessMode: 'ReadOnlyMany' }),
    scratch: ephemeral({ size: '50Gi', storageClass: 'gp3' }),
    vault: projected({
      files: {
        token: serviceAccountToken({ audience: 'vault', expiration: '1h' }),
        'ca.pem': configMapRef('company-trust', 'ca.pem'),
      },
    }),
  },
  web: {
    server: gunicorn({ app: 'wiki.wsgi:application', version: '27.0.1' }),
    health: '/healthz',
    scale: { min: 2, max: 8, cpu: 70 },
    mounts: { '/srv/uploads': 'uploads', '/var/run/vault': 'vault' },
  },
  workers: {
    convert: {
      command: ['python', '-m', 'wiki.convert'],
      taskTimeout: '5m',
      mounts: {
        '/srv/uploads': 'uploads',
        '/usr/share/fonts/company': 'fonts',
        '/scratch': 'scratch',
      },
    },
  },
  crons: {
    thumbnails: {
      schedule: '30 2 * * *',
      command: ['python', '-m', 'wiki.thumbnails'],
      mounts: { '/srv/originals': { volume: 'uploads', subPath: 'originals', readOnly: true } },
    },
  },
  security: { fsGroup: 2000 },
  expose: nginxIngress({
    host: 'wiki.example.com',
    tls: { issuer: 'letsencrypt' },
    maxBodySize: '50Mi',
  }),
  namespace: 'wiki',
});

export function build(app: App): void {
  new ServiceChart(app, wiki);
}
