/** Golden cases of the number of pods, budgets and placement. */

import { expect } from 'vitest';
import { gunicorn, internal } from '../../lib/index.ts';
import { base, containing, partly, type Cases } from './case.ts';

const web = base.web;
const of =
  (scale: unknown, more: object = {}) =>
  () => ({
    ...base,
    web: { ...web, server: gunicorn({ app: 'a:b', version: '27.0.1' }), scale, ...more },
  });

/** Scaling. */
export const scalingCases: Cases = {
  'a fixed number is written as it is': {
    spec: of(5),
    objects: { 'web/deployment': { spec: { replicas: 5 } } },
    absent: ['web/hpa'],
  },
  'an autoscaled Deployment leaves its number to the autoscaler': {
    spec: of({ min: 2, max: 10, cpu: 70 }),
    objects: {
      'web/hpa': { spec: { minReplicas: 2, maxReplicas: 10 } },
      'web/deployment': { spec: expectNoReplicas() },
    },
  },
  'scaling down is slower than up, so that pods can drain': {
    spec: of({ min: 2, max: 10, cpu: 70 }),
    objects: {
      'web/hpa': {
        spec: {
          behavior: {
            scaleDown: {
              stabilizationWindowSeconds: 300,
              policies: [{ type: 'Percent', value: 25, periodSeconds: 60 }],
            },
          },
        },
      },
    },
  },
  'a pace of one’s own replaces the default': {
    spec: of({
      min: 2,
      max: 10,
      cpu: 70,
      behavior: {
        scaleDown: {
          stabilizationWindow: '10m',
          selectPolicy: 'Min',
          policies: [{ type: 'Pods', value: 1, period: '2m' }],
        },
      },
    }),
    objects: {
      'web/hpa': {
        spec: {
          behavior: {
            scaleDown: {
              stabilizationWindowSeconds: 600,
              selectPolicy: 'Min',
              policies: [{ type: 'Pods', value: 1, periodSeconds: 120 }],
            },
          },
        },
      },
    },
  },
  'a metric of pods': {
    spec: of({ min: 2, max: 4, metrics: [{ type: 'Pods', metric: 'backlog', average: '4' }] }),
    objects: {
      'web/hpa': {
        spec: {
          metrics: [
            {
              type: 'Pods',
              pods: {
                metric: { name: 'backlog' },
                target: { type: 'AverageValue', averageValue: '4' },
              },
            },
          ],
        },
      },
    },
  },
  'an external metric with a selector': {
    spec: of({
      min: 2,
      max: 4,
      metrics: [{ type: 'External', metric: 'queue', value: '100', selector: { queue: 'mail' } }],
    }),
    objects: {
      'web/hpa': {
        spec: {
          metrics: [
            {
              type: 'External',
              external: {
                metric: { name: 'queue', selector: { matchLabels: { queue: 'mail' } } },
                target: { type: 'Value', value: '100' },
              },
            },
          ],
        },
      },
    },
  },
  'a metric of another object': {
    spec: of({
      min: 2,
      max: 4,
      metrics: [
        {
          type: 'Object',
          metric: 'rps',
          object: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'app' },
          value: '2k',
        },
      ],
    }),
    objects: { 'web/hpa': { spec: { metrics: [partly({ type: 'Object' })] } } },
  },
  'CPU of one container': {
    spec: of({
      min: 2,
      max: 4,
      metrics: [{ type: 'ContainerResource', container: 'web', resource: 'cpu', utilization: 60 }],
    }),
    objects: {
      'web/hpa': { spec: { metrics: [partly({ containerResource: { container: 'web' } })] } },
    },
  },
  'bounds without a metric say nothing about when': {
    spec: of({ min: 2, max: 10 }),
    complaints: ['SW2153 web.scale'],
  },
  'a metric without a maximum has no bound': {
    spec: of({ min: 2, cpu: 70 }),
    complaints: ['SW2154 web.scale'],
  },
  'a minimum above the maximum is refused': {
    spec: of({ min: 5, max: 3, cpu: 70 }),
    complaints: ['SW2264'],
  },
  'a target above what the limit allows can never be reached': {
    spec: of(
      { min: 2, max: 4, cpu: 300 },
      { resources: { requests: { cpu: 1 }, limits: { cpu: 2 } } },
    ),
    complaints: ['SW2262'],
  },
  'memory as a metric never scales down in Python, which is said': {
    spec: of({ min: 2, max: 4, memory: 80 }),
    complaints: ['SW2266'],
  },
  'one replica of a web process cannot be replaced without an outage in disruptions, which is said':
    { spec: of(1, { expose: internal() }), complaints: ['SW2263'] },
  'a budget lets one pod go at a time': {
    spec: of(3),
    objects: {
      'web/pdb': { spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' } },
    },
  },
  'a budget of one’s own': {
    spec: of(10, { maxUnavailable: '20%' }),
    objects: { 'web/pdb': { spec: { maxUnavailable: '20%' } } },
  },
  'a single pod gets no budget, which would block every drain': {
    spec: of(1),
    absent: ['web/pdb'],
  },
  'no budget on request': { spec: of(3, { maxUnavailable: 'none' }), absent: ['web/pdb'] },
  'a budget that allows nothing blocks every drain, which is refused': {
    spec: of(3, { maxUnavailable: 0 }),
    complaints: ['SW2281'],
  },
  'replicas prefer different zones and nodes': {
    spec: {},
    objects: {
      'web/deployment': {
        spec: {
          template: {
            spec: {
              topologySpreadConstraints: containing(
                partly({
                  topologyKey: 'topology.kubernetes.io/zone',
                  whenUnsatisfiable: 'ScheduleAnyway',
                  matchLabelKeys: ['pod-template-hash'],
                }),
              ),
            },
          },
        },
      },
    },
  },
  'spreading can be insisted on': {
    spec: { placement: { spread: 'hard' } },
    plan: {
      processes: {
        web: {
          placement: { spread: [partly({ whenUnsatisfiable: 'DoNotSchedule' }), partly({})] },
        },
      },
    },
  },
  'nodes, tolerations, affinity and priority are passed on': {
    spec: {
      placement: {
        spread: 'none',
        nodeSelector: { disk: 'ssd' },
        tolerations: [{ key: 'gpu', operator: 'Exists' }],
        priorityClassName: 'high',
        affinity: { nodeAffinity: {} },
      },
    },
    objects: {
      'web/deployment': {
        spec: {
          template: {
            spec: {
              nodeSelector: { disk: 'ssd' },
              tolerations: [{ key: 'gpu', operator: 'Exists' }],
              priorityClassName: 'high',
              affinity: { nodeAffinity: {} },
            },
          },
        },
      },
    },
  },
};

function expectNoReplicas(): unknown {
  return expect.not.objectContaining({ replicas: expect.anything() });
}
