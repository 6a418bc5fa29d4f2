/** rollouts: the strategies that come with slipway; anybody's own value of the same shape does as well. */

import type { Rollout } from '../model/rollout.ts';
import { argoRollouts } from './argo-rollouts/argo-rollouts.ts';
import { blueGreen } from './blue-green/blue-green.ts';
import { canary } from './canary/canary.ts';
import { flagger } from './flagger/flagger.ts';
import { recreate } from './recreate/recreate.ts';
import { rolling } from './rolling/rolling.ts';
import { stateful } from './stateful/stateful.ts';

export { argoRollouts } from './argo-rollouts/argo-rollouts.ts';
export { blueGreen } from './blue-green/blue-green.ts';
export { canary } from './canary/canary.ts';
export { flagger } from './flagger/flagger.ts';
export { recreate } from './recreate/recreate.ts';
export { rolling } from './rolling/rolling.ts';
export { stateful } from './stateful/stateful.ts';

/** One rollout of each kind and phase: what holds for every rollout is tested with these. */
export const ROLLOUT_EXAMPLES: readonly Rollout[] = [
  rolling(),
  rolling({ maxSurge: 1, maxUnavailable: '10%', minReady: '30s', progressDeadline: '15m' }),
  recreate(),
  stateful(),
  stateful({
    podManagement: 'OrderedReady',
    partition: 1,
    maxUnavailable: 1,
    claims: { whenScaled: 'Delete' },
    peers: { gossip: 7946, raft: 7950 },
    variables: { name: 'NODE_NAME', ordinal: 'NODE_NUMBER', domain: 'CLUSTER_DOMAIN' },
  }),
  ...(['stable', 'stage', 'warm', 'promote', 'hold', 'retire'] as const).map((phase) =>
    blueGreen({
      phase,
      active: phase === 'stable' || phase === 'stage' || phase === 'warm' ? 'blue' : 'green',
      slots: { blue: { image: { tag: '1.4.2' } }, green: { image: { tag: '1.5.0' } } },
    }),
  ),
  canary({ steps: [10, 50] }),
  ...[0, 1, 2].map((step) =>
    canary({ steps: [10, 50], step, canary: { image: { tag: '1.5.0' } } }),
  ),
  canary({
    steps: [10, 50],
    step: 1,
    canary: { image: { tag: '1.5.0' } },
    optIn: { header: { name: 'X-Canary' }, cookie: { name: 'canary' } },
  }),
  argoRollouts({ strategy: { canary: { steps: [10, 50] } } }),
  argoRollouts({
    strategy: { canary: { steps: [10, 50], pause: '10m', dynamicStableScale: true } },
    analysis: { prometheus: 'http://prometheus.monitoring:9090', maxLatencyMilliseconds: 500 },
  }),
  argoRollouts({
    strategy: {
      canary: { steps: [10, 50], optIn: { header: { name: 'X-Canary', value: 'yes' } } },
    },
  }),
  argoRollouts({ strategy: { blueGreen: {} } }),
  argoRollouts({
    strategy: { blueGreen: { autoPromote: '5m', previewReplicas: 1, scaleDownDelay: '1h' } },
    analysis: {
      prometheus: 'http://prometheus.monitoring:9090',
      queries: { successRate: 'avg(up{service="SERVICE"})' },
    },
  }),
  flagger({
    strategy: { canary: { steps: [10, 50] } },
    analysis: { prometheus: 'http://prometheus.monitoring:9090', maxLatencyMilliseconds: 500 },
  }),
  flagger({
    strategy: { optIn: { header: { name: 'X-Canary' }, iterations: 5 } },
    analysis: { prometheus: 'http://prometheus.monitoring:9090' },
  }),
  flagger({
    strategy: { blueGreen: { iterations: 5 } },
    analysis: {
      prometheus: 'http://prometheus.monitoring:9090',
      queries: { successRate: 'avg(up{service="SERVICE"})' },
    },
  }),
];
