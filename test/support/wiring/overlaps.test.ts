// The check for objects that fight over the same thing.
import { expect, test } from 'vitest';
import { overlaps } from './overlaps.ts';

const workload = (
  name: string,
  labels: object,
  selector: object = labels,
  kind = 'Deployment',
) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace: 'shop' },
  spec: {
    selector: { matchLabels: selector },
    template: { metadata: { labels }, spec: { containers: [] } },
  },
});

const budget = (name: string, matchLabels: object, namespace = 'shop') => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name, namespace },
  spec: { selector: { matchLabels } },
});

const autoscaler = (name: string, target: string, kind = 'HorizontalPodAutoscaler') => ({
  apiVersion: kind === 'ScaledObject' ? 'keda.sh/v1alpha1' : 'autoscaling/v2',
  kind,
  metadata: { name, namespace: 'shop' },
  spec: { scaleTargetRef: { kind: 'Deployment', name: target } },
});

const web = workload('web', { app: 'shop', component: 'web' });
const worker = workload('worker', { app: 'shop', component: 'worker' });

test('workloads, budgets and autoscalers of their own do not overlap', () => {
  const manifests = [
    web,
    worker,
    budget('web', { component: 'web' }),
    budget('worker', { component: 'worker' }),
    autoscaler('web', 'web'),
    autoscaler('worker', 'worker', 'ScaledObject'),
  ];
  expect(overlaps(manifests)).toEqual([]);
});

test('a selector that is too wide selects the pods of another workload', () => {
  const wide = workload('web', { app: 'shop', component: 'web' }, { app: 'shop' });
  expect(overlaps([wide, worker])).toMatchObject([
    { first: 'Deployment/web', second: 'Deployment/worker' },
  ]);
  expect(overlaps([wide, { ...worker, metadata: { name: 'worker', namespace: 'other' } }])).toEqual(
    [],
  );
});

test('the same labels on two workloads overlap both ways', () => {
  expect(overlaps([web, { ...web, metadata: { name: 'web-2', namespace: 'shop' } }])).toHaveLength(
    2,
  );
});

test('a selector that selects the pods of a CronJob overlaps', () => {
  const cronJob = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'clean', namespace: 'shop' },
    spec: {
      jobTemplate: {
        spec: {
          template: {
            metadata: { labels: { app: 'shop', component: 'web' } },
            spec: { containers: [] },
          },
        },
      },
    },
  };
  expect(overlaps([web, cronJob])).toMatchObject([{ second: 'CronJob/clean' }]);
});

test('two budgets on the same pods overlap, on different pods they do not', () => {
  const [overlap] = overlaps([
    web,
    worker,
    budget('a', { app: 'shop' }),
    budget('b', { component: 'web' }),
  ]);
  expect(overlap).toMatchObject({
    first: 'PodDisruptionBudget/a',
    second: 'PodDisruptionBudget/b',
  });
  expect(overlap?.message).toMatch(/Deployment\/web/);
  expect(
    overlaps([web, budget('a', { app: 'shop' }), budget('b', { app: 'shop' }, 'other')]),
  ).toEqual([]);
});

test('an autoscaler and a ScaledObject of the same workload overlap', () => {
  expect(overlaps([autoscaler('a', 'web'), autoscaler('b', 'web', 'ScaledObject')])).toEqual([
    {
      first: 'HorizontalPodAutoscaler/a',
      second: 'ScaledObject/b',
      message: 'both set the replicas of Deployment/web',
    },
  ]);
});

test('two objects of the same kind and name overlap, of different API groups they do not', () => {
  expect(overlaps([budget('a', {}), budget('a', {})])).toHaveLength(1);
  const core = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } };
  const knative = { ...core, apiVersion: 'serving.knative.dev/v1' };
  expect(overlaps([core, knative])).toEqual([]);
  expect(overlaps([core, core])).toHaveLength(1);
});
