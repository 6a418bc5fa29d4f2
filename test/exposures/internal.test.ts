// A service without a route: who may call it, and by what name.
import { describe, expect, test } from 'vitest';
import { internal } from '../../lib/exposures/index.ts';
import { situation } from './situation.ts';

test('callers use the name of the Service, and are let in from the own namespace', () => {
  expect(internal().facts(situation())).toEqual({
    title: 'Service inside the cluster',
    because: expect.anything(),
    scope: 'internal',
    hosts: ['shop', 'shop.shop-production', 'shop.shop-production.svc'],
    tls: false,
    proxy: {
      kind: 'none',
      keepAliveSeconds: 0,
      propagationSeconds: 5,
      minimumPropagationSeconds: 5,
      sources: [{ kind: 'pods' }],
    },
    objects: [],
    secrets: [],
    findings: [],
  });
});

test('callers are pods of a namespace, some of them, or all of the cluster', () => {
  const from = [
    { namespace: 'checkout' },
    { podLabels: { app: 'console' } },
    { namespace: '*', podLabels: { app: 'probe' } },
  ];
  expect(internal({ from }).facts(situation()).proxy.sources).toEqual([
    { kind: 'pods', namespaceLabels: { 'kubernetes.io/metadata.name': 'checkout' } },
    { kind: 'pods', podLabels: { app: 'console' } },
    { kind: 'pods', namespaceLabels: {}, podLabels: { app: 'probe' } },
  ]);
});

test('without a process there is no name', () => {
  expect(internal().facts(situation({})).hosts).toEqual([]);
});

describe('refused by the shape', () => {
  test.each([
    ['nobody', { from: [] }, 'from'],
    ['a namespace that cannot be', { from: [{ namespace: 'Shop' }] }, 'from.0.namespace'],
    ['a label that cannot be', { from: [{ podLabels: { 'a b': 'c' } }] }, 'from.0.podLabels.a b'],
    ['a misspelt key', { form: [] }, 'form'],
  ])('%s', (_, options, path) => {
    expect(
      internal(options as never)
        .check()
        .map((problem) => problem.path),
    ).toContain(path);
  });
});
