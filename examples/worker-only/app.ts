/** A queue worker that KEDA scales to zero and back, and nothing that answers requests. */

import {
  ServiceChart,
  bucket,
  cronWindow,
  defineService,
  rabbitmq,
  rabbitmqQueue,
  secretRef,
  type App,
} from '../../lib/index.ts';

export const thumbnails = defineService({
  name: 'thumbnails',
  image: { repository: 'ghcr.io/acme/thumbnails', tag: '5' },
  workers: {
    resize: {
      command: ['python', '-m', 'thumbnails.worker'],
      taskTimeout: '10m',
      scale: {
        min: 0,
        max: 20,
        cpu: 80,
        cooldownPeriod: '10m',
        fallback: { failureThreshold: 3, replicas: 4, behavior: 'currentReplicasIfHigher' },
        triggers: {
          queue: rabbitmqQueue({ source: 'queue', queue: 'thumbnails', length: 5 }),
          sale: cronWindow({
            timezone: 'Europe/Berlin',
            start: '0 7 * * 1-5',
            end: '0 20 * * 1-5',
            replicas: 2,
          }),
        },
      },
      resources: { requests: { cpu: 1, memory: '1Gi' } },
      placement: { spread: 'none' },
    },
  },
  serviceAccount: {
    annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/thumbnails' },
  },
  needs: {
    queue: rabbitmq({
      url: { BROKER_URL: secretRef('rabbitmq', 'url') },
      to: { namespace: 'rabbitmq' },
      connections: { max: 100 },
    }),
    images: bucket({
      bucket: { AWS_STORAGE_BUCKET_NAME: 'acme-thumbnails' },
      region: { AWS_REGION: 'eu-central-1' },
      identity: 'irsa',
    }),
  },
});

export function build(app: App): void {
  new ServiceChart(app, thumbnails);
}
