// What is applied before what: nothing starts without what it needs, and traffic moves last.
import { describe, expect, test } from 'vitest';
import { refKey, refOf } from '../../lib/deploy/object-ref.ts';
import { PHASES, phasesOf } from '../../lib/deploy/phases.ts';
import type { Manifest } from '../../lib/kubernetes/manifest.ts';

const object = (apiVersion: string, kind: string, name = 'shop'): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop' },
});
const order = (manifests: readonly Manifest[], exists: readonly Manifest[] = []) => {
  const keys = new Set(exists.map((manifest) => refKey(refOf(manifest))));
  const phased = phasesOf(manifests, (key) => keys.has(key));
  return PHASES.flatMap((phase) => phased[phase].map(({ kind }) => kind));
};

const SERVICE = object('v1', 'Service');
const DEPLOYMENT = object('apps/v1', 'Deployment');

describe('phases', () => {
  test('lead from the namespace over configuration and migration to pods and routes', () => {
    const all = [
      object('networking.k8s.io/v1', 'Ingress'),
      object('autoscaling/v2', 'HorizontalPodAutoscaler'),
      DEPLOYMENT,
      object('batch/v1', 'Job'),
      object('v1', 'ConfigMap'),
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition'),
      object('scheduling.k8s.io/v1', 'PriorityClass'),
      object('v1', 'Namespace'),
    ];
    expect(order(all)).toEqual([
      ...['Namespace', 'CustomResourceDefinition', 'PriorityClass', 'ConfigMap', 'Job'],
      ...['Deployment', 'HorizontalPodAutoscaler', 'Ingress'],
    ]);
  });

  test('make a new Service first and change one that serves last', () => {
    expect(order([DEPLOYMENT, SERVICE])).toEqual(['Service', 'Deployment']);
    expect(order([SERVICE, DEPLOYMENT], [SERVICE])).toEqual(['Deployment', 'Service']);
  });

  test('take a kind nobody knows for configuration', () => {
    const unknown = object('example.com/v1', 'Database');
    expect(order([DEPLOYMENT, unknown])).toEqual(['Database', 'Deployment']);
  });

  test('do not take a namesake in another group for the real kind', () => {
    const job = object('example.com/v1', 'Job');
    const phased = phasesOf([job, object('example.com/v1', 'Service')], () => true);
    expect(phased.configuration).toHaveLength(2);
  });

  test('tell the same object under a newer version of its API', () => {
    const [old, now] = [object('autoscaling/v1', 'X'), object('autoscaling/v2', 'X')];
    expect(refKey(refOf(old))).toBe(refKey(refOf(now)));
    expect(refKey(refOf(old))).not.toBe(refKey(refOf(object('apps/v1', 'X'))));
  });
});
