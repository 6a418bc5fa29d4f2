/** A queue worker and nothing that answers requests. */

import { ServiceChart, defineService, other, secretRef, type App } from '../../lib/index.ts';

export const thumbnails = defineService({
  name: 'thumbnails',
  image: { repository: 'ghcr.io/acme/thumbnails', tag: '5' },
  workers: {
    resize: {
      command: ['python', '-m', 'thumbnails.worker'],
      taskTimeout: '10m',
      scale: { min: 2, max: 20, cpu: 80 },
      resources: { requests: { cpu: 1, memory: '1Gi' } },
      placement: { spread: 'none' },
    },
  },
  needs: {
    queue: other({
      title: 'RabbitMQ',
      ports: [5672],
      variables: { BROKER_URL: secretRef('rabbitmq', 'url') },
    }),
  },
});

export function build(app: App): void {
  new ServiceChart(app, thumbnails);
}
