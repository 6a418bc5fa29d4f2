import { expect, test } from 'vitest';
import { isFilled, evaluateObjects, holds } from '../../../lib/emit/helm/tree/evaluate.ts';
import { all, any, not } from '../../../lib/emit/helm/tree/condition.ts';
import { canonicalAmount, wholeCores } from '../../../lib/emit/helm/tree/amounts.ts';
import { memberAt, withTexts } from '../../../lib/emit/helm/tree/edit.ts';
import { withConstants } from '../../../lib/emit/helm/tree/constants.ts';
import { same } from '../../../lib/emit/helm/tree/values.ts';
import type { Member, ObjectTemplate, Template } from '../../../lib/emit/helm/tree/template.ts';
import { checksum } from '../../../lib/text/checksum.ts';

const builtins = { fullname: 'shop', name: 'shop', instance: 'shop', namespace: 'default' };
const literal = (value: unknown): Template => ({ kind: 'literal', value });
const member = (key: string, value: Template): Member => ({ key: [key], value });

function object(id: string, kind: string, members: readonly Member[]): ObjectTemplate {
  return {
    id,
    template: {
      kind: 'map',
      members: [
        member('apiVersion', literal('v1')),
        member('kind', literal(kind)),
        member('metadata', literal({ name: id })),
        ...members,
      ],
    },
  };
}

function evaluated(template: Template, values: Readonly<Record<string, unknown>>): unknown {
  const objects = evaluateObjects([object('x', 'Thing', [member('spec', template)])], {
    values: new Map(Object.entries(values)),
    builtins,
  });
  return objects.get('x')?.['spec'];
}

test('variables of later layers replace those of earlier ones, and all are in byte order', () => {
  const template: Template = {
    kind: 'byName',
    layers: [
      {
        kind: 'own',
        entries: [
          { name: 'B', rest: literal({ value: 'own' }) },
          { name: 'a', rest: literal({ valueFrom: {} }) },
        ],
      },
      { kind: 'values', path: ['env'] },
    ],
  };
  expect(evaluated(template, { env: { B: 'mine', _: 'x' } })).toEqual([
    { name: 'B', value: 'mine' },
    { name: '_', value: 'x' },
    { name: 'a', valueFrom: {} },
  ]);
});

test('a repetition over an empty map writes nothing', () => {
  const template: Template = {
    kind: 'map',
    members: [
      member('own', literal('1')),
      {
        key: [{ kind: 'key' }],
        value: { kind: 'text', text: [{ kind: 'item' }] },
        each: ['extra'],
      },
    ],
  };
  expect(evaluated(template, { extra: {} })).toEqual({ own: '1' });
  expect(evaluated(template, { extra: { y: 'no' } })).toEqual({ own: '1', y: 'no' });
});

test('conditions ask what templates ask', () => {
  const values = new Map<string, unknown>([
    ['a', ''],
    ['b', true],
    ['c', 'x'],
    ['d', 3],
  ]);
  expect(holds({ kind: 'filled', path: ['a'] }, values)).toBe(false);
  expect(holds(not({ kind: 'filled', path: ['a'] }), values)).toBe(true);
  expect(
    holds(
      all([
        { kind: 'isTrue', path: ['b'] },
        { kind: 'oneOf', path: ['c'], values: ['x', 'y'] },
      ]),
      values,
    ),
  ).toBe(true);
  expect(
    holds(
      any([
        { kind: 'atLeast', path: ['d'], value: 4 },
        { kind: 'isTrue', path: ['a'] },
      ]),
      values,
    ),
  ).toBe(false);
  expect(holds({ kind: 'atLeast', path: ['d'], value: 3 }, values)).toBe(true);
});

test('nothing, empty text and empty collections are not filled; zero and false are values', () => {
  expect(['', undefined, null, [], {}].map(isFilled)).toEqual([false, false, false, false, false]);
  expect([0, false, 'x', [1], { a: 1 }].map(isFilled)).toEqual([true, true, true, true, true]);
});

test('amounts are written as Kubernetes writes them, and cores are rounded up', () => {
  expect(canonicalAmount('cpu', '1000m')).toBe('1');
  expect(canonicalAmount('cpu', '0.25')).toBe('250m');
  expect(canonicalAmount('memory', '2048Mi')).toBe('2Gi');
  expect([wholeCores('250m', 2), wholeCores('2100m', 2), wholeCores('2', 1)]).toEqual([2, 3, 2]);
});

test('checksums of literal files are computed once; those of files with gaps stay formulas', () => {
  const stamped = (id: string) =>
    object(id, 'Deployment', [
      member('sum', { kind: 'text', text: [{ kind: 'checksum', configMaps: ['files'] }] }),
    ]);
  const data: Template = {
    kind: 'map',
    members: [member('a', { kind: 'text', text: ['x', { kind: 'value', path: ['v'] }] })],
  };
  const constant = withConstants([
    object('files', 'ConfigMap', [member('data', literal({ a: 'x' }))]),
    stamped('web'),
  ]);
  const open = withConstants([
    object('files', 'ConfigMap', [member('data', data)]),
    stamped('web'),
  ]);
  const sum = checksum({ a: 'x' });
  expect(JSON.stringify(constant)).toContain(sum);
  expect(JSON.stringify(open)).not.toContain(sum);
  const rendered = evaluateObjects(open, { values: new Map([['v', '']]), builtins });
  expect(rendered.get('web')?.['sum']).toBe(sum);
});

test('annotations are added to what is there, and where nothing is', () => {
  const template = object('x', 'Job', []).template;
  const added = withTexts(template, ['metadata', 'annotations'], { a: '1' });
  expect(memberAt(added, ['metadata', 'annotations', 'a'])).toEqual(literal('1'));
  const twice = withTexts(added, ['metadata', 'annotations'], { b: '2' });
  expect(memberAt(twice, ['metadata', 'annotations', 'a'])).toEqual(literal('1'));
  expect(memberAt(twice, ['metadata', 'name'])).toEqual(literal('x'));
});

test('data is the same whatever the order of keys, and differs by a single leaf', () => {
  expect(same({ a: 1, b: [{ c: 2 }] }, { b: [{ c: 2 }], a: 1 })).toBe(true);
  expect(same({ a: 1 }, { a: 1, b: undefined })).toBe(false);
  expect(same([1, 2], [2, 1])).toBe(false);
  expect(same({ a: null }, { a: {} })).toBe(false);
});
