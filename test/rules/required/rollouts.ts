/** Mistakes by which a change of version loses requests, or never happens. */

import { blueGreen, canary, loadBalancer, nginxIngress, rolling } from '../../../lib/index.ts';
import { deployment, object, type Requirements, web } from './requirement.ts';

const slots = { blue: { image: { tag: '1.0.0' } }, green: { image: { tag: '1.1.0' } } };

const autoscaler = (name: string, target = 'app') =>
  object(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
      ...{ minReplicas: 2, maxReplicas: 8 },
    },
    { name },
  );

const budget = (name: string, spec: object = { maxUnavailable: 1 }) =>
  object(
    'policy/v1',
    'PodDisruptionBudget',
    { selector: { matchLabels: { app: 'app' } }, ...spec },
    { name },
  );

const ingress = (name: string, annotations: object, spec: object = {}) =>
  object(
    'networking.k8s.io/v1',
    'Ingress',
    {
      ingressClassName: 'nginx',
      rules: [
        {
          host: 'a.example',
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name, port: { number: 80 } } },
              },
            ],
          },
        },
      ],
      ...spec,
    },
    { name, annotations },
  );

const canaryOf = (name: string, weight: string) =>
  ingress(name, {
    'nginx.ingress.kubernetes.io/canary': 'true',
    'nginx.ingress.kubernetes.io/canary-weight': weight,
  });

export const rollouts: Requirements = {
  'an update that may neither add a pod nor miss one': {
    spec: { rollout: rolling({ maxSurge: 0, maxUnavailable: 0 }) },
    ...{ code: 'SW1001', severity: 'error' },
  },
  'an update that may neither add a pod nor miss one, by hand': {
    objects: [
      deployment({
        spec: { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } } },
      }),
    ],
    ...{ code: 'SW4220', severity: 'error' },
  },
  'a deadline that ends before a pod counts': {
    spec: { rollout: rolling({ minReady: '120s', progressDeadline: '60s' }) },
    ...{ code: 'SW1001', severity: 'error' },
  },
  'a deadline that ends before a pod counts, by hand': {
    objects: [deployment({ spec: { minReadySeconds: 60, progressDeadlineSeconds: 60 } })],
    ...{ code: 'SW4219', severity: 'error' },
  },
  'a deadline too short for a start and the pull of an image': {
    spec: { ...web({ startupTimeout: '5m' }), rollout: rolling({ progressDeadline: '6m' }) },
    ...{ code: 'SW2072', severity: 'warning' },
  },
  'a number of pods beside an autoscaler': {
    objects: [deployment({ spec: { replicas: 3 } }), autoscaler('app')],
    ...{ code: 'SW4201', severity: 'error' },
  },
  'an update that misses pods although there are few': {
    spec: { ...web({ scale: 4 }), rollout: rolling({ maxUnavailable: '25%' }) },
    ...{ code: 'SW2071', severity: 'warning' },
  },
  'an update that misses pods once there are many': {
    spec: { rollout: rolling({ maxUnavailable: '25%' }) },
    ...{ code: 'SW4217', severity: 'warning' },
  },
  'two workloads that select the same pods': {
    objects: [
      deployment({}),
      deployment({
        name: 'other',
        spec: {
          selector: { matchLabels: { app: 'app' } },
          template: {
            metadata: { labels: { app: 'app' } },
            spec: { containers: [{ name: 'web', image: 'ghcr.io/acme/app:1.0.0' }] },
          },
        },
      }),
    ],
    ...{ code: 'SW4202', severity: 'error' },
  },
  'two autoscalers of one workload': {
    objects: [deployment({}), autoscaler('app'), autoscaler('other')],
    ...{ code: 'SW4206', severity: 'error' },
  },
  'an autoscaler beside one of KEDA': {
    objects: [
      deployment({}),
      autoscaler('app'),
      object('keda.sh/v1alpha1', 'ScaledObject', {
        scaleTargetRef: { name: 'app' },
        triggers: [
          {
            type: 'cron',
            metadata: {
              timezone: 'UTC',
              start: '0 8 * * *',
              end: '0 18 * * *',
              desiredReplicas: '4',
            },
          },
        ],
      }),
    ],
    ...{ code: 'SW4206', severity: 'error' },
  },
  'two budgets of the same pods': {
    objects: [deployment({}), budget('app'), budget('other')],
    ...{ code: 'SW4204', severity: 'error' },
  },
  'a Service that leads to a job as well': {
    objects: [
      deployment({}),
      object('v1', 'Service', {
        selector: { app: 'app' },
        ports: [{ port: 80, targetPort: 8000 }],
      }),
      object('batch/v1', 'Job', {
        template: {
          metadata: { labels: { app: 'app' } },
          spec: { containers: [{ name: 'job', image: 'ghcr.io/acme/app:1.0.0' }] },
        },
      }),
    ],
    ...{ code: 'SW4203', severity: 'error' },
  },
  'a version staged that is the one that serves': {
    spec: {
      rollout: blueGreen({ phase: 'stage', slots: { blue: slots.blue, green: slots.blue } }),
    },
    ...{ code: 'SW2092', severity: 'error' },
  },
  'a switch to the version that serves': {
    spec: {
      rollout: blueGreen({ phase: 'promote', slots: { blue: slots.blue, green: slots.blue } }),
    },
    ...{ code: 'SW2092', severity: 'error' },
  },
  'an active slot that does not exist': {
    spec: { rollout: blueGreen({ active: 'red', phase: 'stable', slots }) },
    ...{ code: 'SW2090', severity: 'error' },
  },
  'fewer pods kept warm than serve': {
    spec: { rollout: blueGreen({ active: 'blue', phase: 'warm', warmReplicas: 1, slots }) },
    ...{ code: 'SW2094', severity: 'warning' },
  },
  'a switch behind a load balancer that registers pods one by one': {
    spec: {
      rollout: blueGreen({ active: 'blue', phase: 'stable', slots }),
      expose: loadBalancer({ platform: 'eks' }),
    },
    ...{ code: 'SW2243', severity: 'error' },
  },
  'a switch of Argo Rollouts behind an Application Load Balancer': {
    objects: [
      ingress(
        'app',
        { 'alb.ingress.kubernetes.io/target-type': 'ip' },
        { ingressClassName: 'alb' },
      ),
      object('argoproj.io/v1alpha1', 'Rollout', {
        selector: { matchLabels: { app: 'app' } },
        template: {
          metadata: { labels: { app: 'app' } },
          spec: { containers: [{ name: 'web', image: 'a:1' }] },
        },
        strategy: { blueGreen: { activeService: 'app', previewService: 'app-preview' } },
      }),
    ],
    ...{ code: 'SW4416', severity: 'error' },
  },
  'a Service switched between slots behind an Application Load Balancer': {
    objects: [
      ingress('app', {}, { ingressClassName: 'alb' }),
      object('v1', 'Service', { selector: { app: 'app', slot: 'blue' }, ports: [{ port: 80 }] }),
      ...['blue', 'green'].map((slot) =>
        deployment({
          name: `app-${slot}`,
          spec: {
            selector: { matchLabels: { app: 'app', slot } },
            template: {
              metadata: { labels: { app: 'app', slot } },
              spec: { containers: [{ name: 'web', image: 'ghcr.io/acme/app:1.0.0' }] },
            },
          },
        }),
      ),
    ],
    ...{ code: 'SW4416', severity: 'error' },
  },
  'a share of more than everything': {
    spec: { rollout: canary({ steps: [10, 120] }) },
    ...{ code: 'SW1001', severity: 'error' },
  },
  'a share of a canary Ingress that is no percentage': {
    objects: [ingress('app', {}), canaryOf('canary', '130')],
    ...{ code: 'SW4402', severity: 'error' },
  },
  'shares of a VirtualServer that do not make up the whole': {
    objects: [
      object('k8s.nginx.org/v1', 'VirtualServer', {
        host: 'a.example',
        upstreams: [
          { name: 'stable', service: 'app', port: 80 },
          { name: 'canary', service: 'canary', port: 80 },
        ],
        routes: [
          {
            path: '/',
            splits: [
              { weight: 80, action: { pass: 'stable' } },
              { weight: 10, action: { pass: 'canary' } },
            ],
          },
        ],
      }),
    ],
    ...{ code: 'SW4417', severity: 'error' },
  },
  'a VirtualServer with a single split': {
    objects: [
      object('k8s.nginx.org/v1', 'VirtualServer', {
        host: 'a.example',
        upstreams: [{ name: 'stable', service: 'app', port: 80 }],
        routes: [{ path: '/', splits: [{ weight: 100, action: { pass: 'stable' } }] }],
      }),
    ],
    ...{ code: 'SW4417', severity: 'error' },
  },
  'a second canary of one host and path': {
    objects: [ingress('app', {}), canaryOf('canary', '10'), canaryOf('other', '10')],
    ...{ code: 'SW4402', severity: 'error' },
  },
  'a canary at a controller whose Ingress knows none': {
    spec: {
      rollout: canary({ steps: [10, 50], canary: { image: { tag: '1.1.0' } } }),
      expose: nginxIngress({
        host: 'a.example',
        tls: { issuer: 'le' },
        controller: 'f5',
        resource: 'ingress',
      }),
    },
    ...{ code: 'SW2110', severity: 'error' },
  },
};
