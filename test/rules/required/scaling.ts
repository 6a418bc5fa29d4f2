/** Mistakes of autoscalers, budgets, spreads and probes. */

import { gunicorn, postgres, secretRef } from '../../../lib/index.ts';
import { deployment, object, type Requirements, web } from './requirement.ts';

const autoscaler = (spec: object) =>
  object('autoscaling/v2', 'HorizontalPodAutoscaler', {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' },
    maxReplicas: 8,
    ...spec,
  });

const budget = (spec: object) =>
  object('policy/v1', 'PodDisruptionBudget', {
    selector: { matchLabels: { app: 'app' } },
    ...spec,
  });

const cpu = [
  {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
  },
];

const scale = (members: object) => web({ scale: { min: 2, max: 8, cpu: 70, ...members } });

const spread = (members: object) =>
  deployment({
    pod: {
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'topology.kubernetes.io/zone',
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: { app: 'app' } },
          ...members,
        },
      ],
    },
  });

const probe = (kind: string, members: object) =>
  deployment({ container: { [kind]: { tcpSocket: { port: 8000 }, ...members } } });

export const scaling: Requirements = {
  'a utilisation followed of a container that requests nothing': {
    objects: [deployment({}), autoscaler({ metrics: cpu })],
    ...{ code: 'SW4207', severity: 'error' },
  },
  'a target above what the limit lets the process use': {
    spec: {
      ...web({
        resources: { requests: { cpu: '1' }, limits: { cpu: '1' } },
        scale: { min: 2, max: 8, cpu: 120 },
      }),
    },
    ...{ code: 'SW2262', severity: 'error' },
  },
  'a target so near the limit that it is hardly reached': {
    spec: {
      ...web({
        resources: { requests: { cpu: '1' }, limits: { cpu: '1' } },
        scale: { min: 2, max: 8, cpu: 95 },
      }),
    },
    ...{ code: 'SW2262', severity: 'warning' },
  },
  'a single pod that is exposed': { spec: scale({ min: 1 }), code: 'SW2263', severity: 'warning' },
  'a least above the most': { spec: scale({ min: 9 }), code: 'SW2264', severity: 'error' },
  'no pods before the version that knows how to start the first': {
    spec: {
      kubernetes: '1.36',
      workers: {
        mail: {
          command: ['x'],
          scale: { min: 0, max: 4, metrics: [{ type: 'External', metric: 'm', average: '5' }] },
        },
      },
    },
    ...{ code: 'SW2264', severity: 'error' },
  },
  'no pods by a metric that pods must be there for': {
    spec: {
      kubernetes: '1.37',
      workers: { mail: { command: ['x'], scale: { min: 0, max: 4, cpu: 70 } } },
    },
    ...{ code: 'SW2264', severity: 'error' },
  },
  'a policy of no pods': {
    spec: scale({
      behavior: { scaleUp: { policies: [{ type: 'Pods', value: 0, period: '60s' }] } },
    }),
    ...{ code: 'SW1001', severity: 'error' },
  },
  'a policy over more than half an hour': {
    spec: scale({
      behavior: { scaleUp: { policies: [{ type: 'Pods', value: 1, period: '1h' }] } },
    }),
    ...{ code: 'SW2265', severity: 'error' },
  },
  'a window of more than an hour': {
    spec: scale({ behavior: { scaleDown: { stabilizationWindow: '2h' } } }),
    ...{ code: 'SW2265', severity: 'error' },
  },
  'a direction without a policy': {
    spec: scale({ behavior: { scaleDown: { policies: [] } } }),
    ...{ code: 'SW1001', severity: 'error' },
  },
  'a tolerance below zero': {
    spec: { kubernetes: '1.37', ...scale({ behavior: { scaleUp: { tolerance: '-0.1' } } }) },
    ...{ code: 'SW1001', severity: 'error' },
  },
  'a tolerance before the version that reads it': {
    spec: { kubernetes: '1.34', ...scale({ behavior: { scaleUp: { tolerance: '0.05' } } }) },
    ...{ code: 'SW2268', severity: 'error' },
  },
  'memory followed, which servers keep': {
    spec: scale({ memory: 80 }),
    ...{ code: 'SW2266', severity: 'warning' },
  },
  'the CPU followed of workers that wait': {
    spec: web({ server: gunicorn({ app: 'a', workerClass: 'sync', workload: 'io' }) }),
    ...{ code: 'SW2267', severity: 'note' },
  },
  'a budget that lets no pod go': {
    spec: web({ maxUnavailable: 0 }),
    ...{ code: 'SW2281', severity: 'error' },
  },
  'a budget that lets no pod go, by hand': {
    objects: [deployment({}), autoscaler({ minReplicas: 2 }), budget({ minAvailable: 2 })],
    ...{ code: 'SW4205', severity: 'error' },
  },
  'a budget of a single pod': {
    objects: [deployment({ spec: { replicas: 1 } }), budget({ minAvailable: '50%' })],
    ...{ code: 'SW4205', severity: 'error' },
  },
  'a spread that names a key of its selector again': {
    objects: [spread({ matchLabelKeys: ['app'] })],
    ...{ code: 'SW4215', severity: 'error' },
  },
  'a least number of zones for a spread that only prefers': {
    objects: [spread({ minDomains: 3 })],
    ...{ code: 'SW4215', severity: 'error' },
  },
  'a restart that waits for several successes': {
    objects: [probe('livenessProbe', { successThreshold: 2, initialDelaySeconds: 60 })],
    ...{ code: 'SW4211', severity: 'error' },
  },
  'a start that waits for several successes': {
    objects: [probe('startupProbe', { successThreshold: 2 })],
    ...{ code: 'SW4211', severity: 'error' },
  },
  'a probe that asks another host': {
    objects: [
      object(
        'v1',
        'Namespace',
        {},
        {
          labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
        },
      ),
      probe('readinessProbe', { tcpSocket: { host: 'a.example', port: 80 } }),
    ],
    ...{ code: 'SW4027', severity: 'error' },
  },
  'a probe that waits the one second of the default': {
    objects: [probe('readinessProbe', { tcpSocket: undefined, httpGet: { port: 8000 } })],
    ...{ code: 'SW4218', severity: 'note' },
  },
  'a restart for what only takes a pod out of service': {
    objects: [
      deployment({
        container: Object.fromEntries(
          ['livenessProbe', 'readinessProbe'].map((kind) => [
            kind,
            { httpGet: { path: '/healthz', port: 8000 } },
          ]),
        ),
      }),
    ],
    ...{ code: 'SW4212', severity: 'warning' },
  },
  'more connections at peak than a database takes': {
    spec: {
      needs: {
        db: postgres({
          url: { DATABASE_URL: secretRef('db', 'url') },
          connections: { max: 20 },
        }),
      },
    },
    ...{ code: 'SW2303', severity: 'warning' },
  },
};
