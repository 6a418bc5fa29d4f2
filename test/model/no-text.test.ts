// A reference in a template string says what to write instead of becoming "[object Object]".
import { deepStrictEqual } from 'node:assert';
import { describe, expect, test } from 'vitest';
import {
  configMapRef,
  defineService,
  fieldRef,
  gunicorn,
  secretRef,
  serviceAccountToken,
  textFile,
  undecided,
  urlOf,
} from '../../lib/index.ts';

const shop = defineService({
  name: 'shop',
  image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
  web: { server: gunicorn({ app: 'shop.wsgi:application' }) },
});

const references: Readonly<Record<string, { readonly value: object; readonly members: object }>> = {
  'secretRef()': {
    value: secretRef('db', 'url'),
    members: { kind: 'secretRef', name: 'db', key: 'url' },
  },
  'fieldRef()': {
    value: fieldRef('status.podIP'),
    members: { kind: 'fieldRef', field: 'status.podIP' },
  },
  'configMapRef()': {
    value: configMapRef('ca', 'bundle'),
    members: { kind: 'configMapRef', name: 'ca', key: 'bundle' },
  },
  'serviceAccountToken()': {
    value: serviceAccountToken({ audience: 'vault' }),
    members: { kind: 'serviceAccountToken', audience: 'vault' },
  },
  'undecided()': { value: undecided(), members: { kind: 'undecided' } },
  'textFile()': { value: textFile('a.yaml'), members: { kind: 'textFile', path: 'a.yaml' } },
};

describe.each(Object.entries(references))('%s', (_name, { value, members }) => {
  test.each<[string, () => unknown]>([
    // oxlint-disable-next-line typescript/no-base-to-string, typescript/restrict-template-expressions
    ['a template', () => `${value}/v1`],
    // oxlint-disable-next-line typescript/no-base-to-string
    ['String()', () => String(value)],
    // oxlint-disable-next-line typescript/no-base-to-string
    ['toString()', () => value.toString()],
    // oxlint-disable-next-line typescript/no-base-to-string
    ['join()', () => ['a', value].join(',')],
  ])('throws in %s, with a reason and a fix', (_where, use) => {
    expect(use).toThrow(/is put into a text.*\nwhy: .+\nfix: .+\.$/);
  });

  test('is otherwise the plain value it was', () => {
    expect(value).toStrictEqual(members);
    deepStrictEqual(value, members);
    expect(Object.keys(value)).toEqual(Object.keys(members));
    expect(JSON.stringify(value)).toBe(JSON.stringify(members));
    expect(structuredClone(value)).toStrictEqual(members);
    expect(Object.isFrozen(Object.freeze(value))).toBe(true);
  });
});

describe('an address of another service', () => {
  test.each([
    // oxlint-disable-next-line typescript/no-base-to-string, typescript/restrict-template-expressions
    ['url()', () => `${shop.url()}/v1`, "shop.url({ path: '/v1' })"],
    // oxlint-disable-next-line typescript/no-base-to-string, typescript/restrict-template-expressions
    ['urlOf()', () => `${urlOf(() => shop)}/v1`, "shop.url({ path: '/v1' })"],
    // oxlint-disable-next-line typescript/no-base-to-string, typescript/restrict-template-expressions
    ['address()', () => `tcp://${shop.address()}`, '$(SHOP_ADDRESS)'],
  ])('in a template says what %s takes instead', (_name, use, fix) => {
    expect(use).toThrow(fix);
  });
});
