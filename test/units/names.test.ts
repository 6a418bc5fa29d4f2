import { describe, expect, test } from 'vitest';
import { formatCidr, parseCidr } from '../../lib/units/cidr.ts';
import {
  nameRule,
  parseDns1035Label,
  parseDnsLabel,
  parseDnsSubdomain,
  parseHostName,
  parseObjectName,
} from '../../lib/units/dns-name.ts';
import {
  parseConfigMapKey,
  parseEnvName,
  parseKubernetesEnvName,
} from '../../lib/units/env-name.ts';
import { parseAnnotationKey, parseLabelKey, parseLabelValue } from '../../lib/units/label.ts';
import { parsePortName } from '../../lib/units/port.ts';
import { vectors } from './vectors.ts';

/** In the order of the columns of names.json. */
const rules: readonly (readonly [string, (text: string) => boolean])[] = [
  ['RFC 1123 label', (text) => parseDnsLabel(text).ok],
  ['RFC 1035 label', (text) => parseDns1035Label(text).ok],
  ['subdomain', (text) => parseDnsSubdomain(text).ok],
  ['wildcard host', (text) => text.startsWith('*.') && parseHostName(text).ok],
  ['port name', (text) => parsePortName(text).ok],
  ['label key', (text) => parseLabelKey(text).ok],
  ['label value', (text) => parseLabelValue(text).ok],
  ['variable name of Kubernetes', (text) => parseKubernetesEnvName(text).ok],
  ['ConfigMap key', (text) => parseConfigMapKey(text).ok],
  ['C identifier', (text) => parseEnvName(text).ok],
  ['CIDR block', (text) => parseCidr(text).ok],
];

describe('the rule of Kubernetes', () => {
  test.each(rules.map(([name, accepts], i) => ({ name, accepts, column: i + 1 })))(
    'for a $name is followed',
    ({ accepts, column }) => {
      const rows = vectors('names');
      expect(rows.some((row) => row[column] === 1)).toBe(true);
      expect(rows.filter((row) => accepts(row[0]) !== (row[column] === 1))).toEqual([]);
    },
  );

  test('for the canonical form of a CIDR block is followed', () => {
    for (const [text, ...columns] of vectors('names')) {
      const parsed = parseCidr(text);
      if (parsed.ok)
        expect([text, formatCidr(parsed.value) === text]).toEqual([text, columns.at(-1) === 1]);
    }
  });
});

describe('the name of an object', () => {
  test.each([
    ['Service', 'shop', '1shop'],
    ['Service', 'a'.repeat(63), 'a'.repeat(64)],
    ['Service', 'shop-web', 'shop.web'],
    ['CronJob', 'a'.repeat(52), 'a'.repeat(53)],
    ['Job', 'a'.repeat(63), 'a'.repeat(64)],
    ['StatefulSet', 'a'.repeat(52), 'a'.repeat(53)],
    ['Namespace', 'a'.repeat(63), 'shop.prod'],
    ['Deployment', 'a'.repeat(253), 'shop_0'],
    ['ConfigMap', '1.2.3', 'Shop'],
  ])('as a %s may be %s but not %s', (kind, good, bad) => {
    expect(parseObjectName(kind, good)).toEqual({ ok: true, value: good });
    expect(parseObjectName(kind, bad)).toMatchObject({ problem: expect.stringContaining(kind) });
  });

  test('that is nearly right is refused with a proposal', () => {
    expect(parseObjectName('Deployment', 'My_Shop')).toMatchObject({
      problem: expect.stringContaining('did you mean "my-shop"?'),
    });
  });

  test('of an unknown kind follows the generic rule', () => {
    expect(nameRule('Rollout')).toMatchObject({ form: 'subdomain', max: 253 });
  });
});

describe('a host name', () => {
  test.each(['shop.example.com', '*.example.com', 'localhost', 'a-b.c', '1.example.com'])(
    '%s is accepted',
    (text) => {
      expect(parseHostName(text)).toEqual({ ok: true, value: text });
    },
  );

  test.each([
    ['https://shop.example.com', 'scheme'],
    ['shop.example.com/api', 'path'],
    ['shop.example.com:8080', 'port'],
    ['10.0.0.1', 'IP address'],
    ['*', '*.example.com'],
    ['a.*.b', '*.example.com'],
    ['Shop.example.com', 'lower-case'],
    [`${'a'.repeat(64)}.com`, '63'],
    ['', 'labels'],
    ['shop.example.com.', 'labels'],
    ['shop_0.example.com', 'labels'],
  ])('%j is refused with a word on %s', (text, word) => {
    expect(parseHostName(text)).toMatchObject({ problem: expect.stringContaining(word) });
  });
});

describe('an annotation key', () => {
  test('may have a prefix with capitals, where a label may not', () => {
    expect(parseAnnotationKey('Example.com/Some-Key')).toEqual({
      ok: true,
      value: 'Example.com/Some-Key',
    });
    expect(parseLabelKey('Example.com/Some-Key').ok).toBe(false);
    expect(parseAnnotationKey('a/b/c').ok).toBe(false);
  });
});
