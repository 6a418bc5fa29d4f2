import { describe, expect, test } from 'vitest';
import {
  firstDifference,
  labelSelector,
  mapSelector,
  selects,
  selectsAll,
  showSelector,
} from '../../lib/rules/manifests/selector.ts';

const selector = (body: unknown) => labelSelector(body) ?? { labels: {}, expressions: [] };

describe('a label selector', () => {
  test.each([
    ['labels that agree', { matchLabels: { app: 'shop' } }, { app: 'shop', tier: 'web' }, true],
    ['labels that differ', { matchLabels: { app: 'shop' } }, { app: 'blog' }, false],
    ['labels that are missing', { matchLabels: { app: 'shop' } }, {}, false],
    [
      'In',
      { matchExpressions: [{ key: 'a', operator: 'In', values: ['1', '2'] }] },
      { a: '2' },
      true,
    ],
    [
      'In without the label',
      { matchExpressions: [{ key: 'a', operator: 'In', values: ['1'] }] },
      {},
      false,
    ],
    [
      'NotIn without the label',
      { matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['1'] }] },
      {},
      true,
    ],
    [
      'NotIn with the value',
      { matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['1'] }] },
      { a: '1' },
      false,
    ],
    ['Exists', { matchExpressions: [{ key: 'a', operator: 'Exists' }] }, { a: '' }, true],
    [
      'DoesNotExist',
      { matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] },
      { a: '' },
      false,
    ],
    ['nothing', {}, { app: 'shop' }, true],
  ])('with %s', (_title, body, labels: Record<string, string>, expected) => {
    expect(selects(selector(body), labels)).toBe(expected);
  });

  test('of a Service without labels selects nothing, an empty one of a policy everything', () => {
    expect(mapSelector({})).toBeUndefined();
    expect(mapSelector(undefined)).toBeUndefined();
    expect(selectsAll(selector({}))).toBe(true);
    expect(labelSelector(undefined)).toBeUndefined();
  });

  test('is shown as kubectl writes it', () => {
    const shown = showSelector(
      selector({
        matchLabels: { app: 'shop' },
        matchExpressions: [
          { key: 'tier', operator: 'NotIn', values: ['db'] },
          { key: 'old', operator: 'DoesNotExist' },
        ],
      }),
    );
    expect(shown).toBe('app=shop,tier notin (db),!old');
  });

  test('names the first label that differs', () => {
    const wanted = selector({ matchLabels: { app: 'shop', tier: 'web' } });
    expect(firstDifference(wanted, { app: 'shop', tier: 'db' })).toBe(
      'its label tier is db, not web',
    );
    expect(firstDifference(wanted, { app: 'shop' })).toBe('it has no label tier');
    expect(firstDifference(wanted, { app: 'shop', tier: 'web' })).toBeUndefined();
  });
});
