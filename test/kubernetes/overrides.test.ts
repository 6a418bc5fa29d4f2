// Merge patches of the description.
import { describe, expect, test } from 'vitest';
import { lower, plannedObjects } from '../../lib/kubernetes/lower.ts';
import { mergePatch } from '../../lib/kubernetes/merge-patch.ts';
import { overrideFindings } from '../../lib/kubernetes/overrides.ts';
import { at } from '../support/kubernetes-object.ts';
import * as fixtures from './fixtures/plans.ts';
import { objectOf } from './read.ts';

describe('merge patch', () => {
  // The examples of RFC 7386, appendix A.
  test.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j patched by %j is %j', (target, patch, expected) => {
    expect(mergePatch(target, patch)).toEqual(expected);
  });
});

describe('overrides', () => {
  test('a patch reaches the object of its id and no other', () => {
    const before = lower(fixtures.plan());
    const after = lower(
      fixtures.plan({ overrides: { 'web/deployment': { spec: { paused: true } } } }),
    );
    expect(at(objectOf(after, 'web/deployment'), 'spec', 'paused')).toBe(true);
    expect(after.filter(({ id }) => id !== 'web/deployment')).toEqual(
      before.filter(({ id }) => id !== 'web/deployment'),
    );
  });

  test('fields newer than the generated types survive', () => {
    const overrides = { 'web/service': { spec: { trafficDistribution: 'PreferSameZone' } } };
    const service = objectOf(lower(fixtures.plan({ overrides })), 'web/service');
    expect(at(service, 'spec', 'trafficDistribution')).toBe('PreferSameZone');
  });

  test('`web/deployment` speaks of both slots, and the patch of one slot refines it', () => {
    const overrides = {
      'web/blue/deployment': { spec: { minReadySeconds: 1 } },
      'web/deployment': { spec: { minReadySeconds: 2, paused: true } },
    };
    const entries = lower(fixtures.plan({ processes: { web: fixtures.blueGreen() }, overrides }));
    expect(at(objectOf(entries, 'web/blue/deployment'), 'spec', 'minReadySeconds')).toBe(1);
    expect(at(objectOf(entries, 'web/blue/deployment'), 'spec', 'paused')).toBe(true);
    expect(at(objectOf(entries, 'web/green/deployment'), 'spec', 'minReadySeconds')).toBe(2);
    expect(
      overrideFindings(
        plannedObjects(fixtures.plan({ processes: { web: fixtures.blueGreen() } })),
        overrides,
      ),
    ).toEqual([]);
  });

  test('`web/service` is the main Service, not the preview', () => {
    const overrides = { 'web/service': { spec: { type: 'NodePort' } } };
    const entries = lower(fixtures.plan({ processes: { web: fixtures.blueGreen() }, overrides }));
    expect(at(objectOf(entries, 'web/service'), 'spec', 'type')).toBe('NodePort');
    expect(at(objectOf(entries, 'web/preview/service'), 'spec', 'type')).toBeUndefined();
  });

  test('a patch that fits nothing is reported with the nearest id', () => {
    const [finding] = overrideFindings(plannedObjects(fixtures.plan()), { 'web/deploymnet': {} });
    expect(finding).toMatchObject({ code: 'SW5003', path: 'overrides.web/deploymnet' });
    expect(finding?.fix).toContain('`web/deployment`');
  });

  test('a patch that leaves no object is reported and not applied', () => {
    const overrides = { 'web/service': { metadata: null } };
    const plan = fixtures.plan({ overrides });
    expect(overrideFindings(plannedObjects(plan), overrides)).toMatchObject([{ code: 'SW5004' }]);
    expect(objectOf(lower(plan), 'web/service').metadata.name).toBe('shop-web');
  });
});
