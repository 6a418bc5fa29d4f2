/** A search index of three members that know one another by name, each with a disk of its own that it finds again. */

import {
  ServiceChart,
  defineService,
  http,
  internal,
  perPod,
  stateful,
  type App,
} from '../../lib/index.ts';

export const index = defineService({
  name: 'index',
  image: { repository: 'ghcr.io/acme/index', tag: '2.1.0' },
  volumes: {
    data: perPod({ size: '50Gi', storageClass: 'gp3', accessMode: 'ReadWriteOncePod' }),
  },
  web: {
    server: http({ command: ['/usr/local/bin/index', '--data', '/var/lib/index'], keepAlive: 75 }),
    health: '/ready',
    // Members copy what they lack before they answer.
    startupTimeout: '10m',
    scale: 3,
    mounts: { '/var/lib/index': 'data' },
    rollout: stateful({
      peers: { gossip: 7946 },
      minReady: '30s',
      variables: { name: 'NODE_NAME', domain: 'CLUSTER_DOMAIN' },
    }),
    resources: { requests: { cpu: 1, memory: '4Gi' } },
  },
  config: { EXPECTED_MEMBERS: 3 },
  expose: internal(),
  namespace: 'index',
});

export function build(app: App): void {
  new ServiceChart(app, index);
}
