import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { toYaml, toYamlDocuments } from '../../lib/text/yaml.ts';
import { nasty, nastyData, nastyDocument, nastyString } from './nasty.ts';

const versions = ['1.1', '1.2'] as const;

describe.each(versions)('YAML read as version %s', (version) => {
  const read = (text: string): unknown => parse(text, { version });

  test('gives back every nasty string as a value, an item and a key', () => {
    expect(read(toYaml(nastyDocument))).toEqual(nastyDocument);
  });

  test('gives back 10,000 random strings as values and as keys', () => {
    const strings = fc.sample(nastyString, { numRuns: 10_000, seed: 1 });
    // In parts, because the reader compares every key with every other.
    for (let i = 0; i < strings.length; i += 50) {
      const part = strings.slice(i, i + 50);
      const data = { part, keys: Object.fromEntries(part.map((text, n) => [text, n])) };
      expect(read(toYaml(data))).toEqual(data);
    }
  });

  test('gives back random data', () => {
    fc.assert(
      fc.property(nastyData, (data) => {
        expect(read(toYaml(data))).toEqual(data);
      }),
      { numRuns: 1500 },
    );
  });

  test('gives back a stream of documents', () => {
    const documents = [...nasty, {}, [], ['a'], { a: 1 }, null];
    const text = toYamlDocuments(documents);
    expect([...parseAllDocuments(text, { version })].map((document) => document.toJS())).toEqual(
      documents,
    );
  });
});

describe('YAML', () => {
  test('is written in block style with lists at the indentation of their key', () => {
    const data = {
      kind: 'Deployment',
      spec: {
        replicas: 2,
        args: ['-c', 'yes', '1'],
        ports: [{ name: 'http', port: 80 }, { name: 'x' }],
        matrix: [['a'], []],
      },
      empty: {},
      script: 'set -e\necho hi\n',
    };
    expect(toYaml(data)).toBe(`kind: Deployment
spec:
  replicas: 2
  args:
  - "-c"
  - "yes"
  - "1"
  ports:
  - name: http
    port: 80
  - name: x
  matrix:
  - - a
  - []
empty: {}
script: |
  set -e
  echo hi
`);
  });

  test.each([
    ['a\nb', '|-\n  a\n  b\n'],
    ['a\nb\n', '|\n  a\n  b\n'],
    ['a\n\nb\n\n', '|+\n  a\n\n  b\n\n'],
    ['a\n---\n', '|\n  a\n  ---\n'],
  ])('writes the lines of %j as a literal block', (text, yaml) => {
    expect(toYaml(text)).toBe(yaml);
  });

  test.each([
    '0o22',
    '1e3',
    'yes',
    'No',
    '=',
    '~',
    '1:30',
    '2001-01-01',
    '.inf',
    'e5',
    '012',
    '',
    ' a',
    'a ',
    'a: b',
    'a #b',
    '-',
    '1_0',
    'null',
    'a\n \nb',
    ' a\nb',
    'a\rb',
    '\n',
  ])('quotes %j', (text) => {
    expect(toYaml(text)).toMatch(/^".*"\n$/);
  });

  test.each([
    'app',
    'shop-web',
    'ghcr.io/acme/shop:1.4.2',
    '/healthz',
    '250m',
    '512Mi',
    '25%',
    'a b',
    'apps/v1',
    'http://a/b',
    'noon',
    'yesterday',
    'e5a',
  ])('leaves %j plain, as people write it', (text) => {
    expect(toYaml(text)).toBe(`${text}\n`);
  });

  test.each([
    '\u0085',
    '\u2028',
    '\u2029',
    '\u007f',
    '\u0080',
    '\ufeff',
    '\u0000',
    '\u001b',
    '\ufffe',
  ])('writes the character %j as an escape, in a line and in a text of lines', (character) => {
    expect(toYaml([`a${character}b`, `a\n${character}\n`])).not.toContain(character);
  });

  test('writes a point before an exponent, which YAML 1.1 asks for', () => {
    expect(toYaml([1e21, 1e-7, 1.5e300, 100])).toBe('- 1.0e+21\n- 1.0e-7\n- 1.5e+300\n- 100\n');
  });

  test('leaves members out that are undefined, and only them', () => {
    expect(toYaml({ a: undefined, b: null, c: { d: undefined } })).toBe('b: null\nc: {}\n');
  });

  test('keeps the order given', () => {
    expect(toYaml({ b: 1, a: 2 })).toBe('b: 1\na: 2\n');
  });

  test('separates documents and needs no mark for the first', () => {
    expect(toYamlDocuments([{ a: 1 }, { b: 2 }])).toBe('a: 1\n---\nb: 2\n');
    expect(toYamlDocuments([])).toBe('');
  });

  class Instance {
    readonly a = 1;
  }
  test.each([
    ['half a surrogate pair', 'a\ud800b', 'surrogate'],
    ['half a pair in lines', 'a\n\udc00\n', 'surrogate'],
    ['NaN', Number.NaN, 'NaN'],
    ['infinity', Number.NEGATIVE_INFINITY, '-Infinity'],
    ['a function', () => 1, 'function'],
    ['a symbol', Symbol('a'), 'symbol'],
    ['a bigint', 1n, 'bigint'],
    ['a Date', new Date(0), 'Date'],
    ['a Map', new Map(), 'Map'],
    ['an instance', new Instance(), 'Instance'],
  ])('refuses %s and says where it is', (_, value, word) => {
    expect(() => toYaml({ spec: { list: [1, { value }] } })).toThrow(RangeError);
    expect(() => toYaml({ spec: { list: [1, { value }] } })).toThrow(word);
    expect(() => toYaml({ spec: { list: [1, { value }] } })).toThrow('at $.spec.list[1].value:');
  });

  test('refuses an undefined item, which would move the others', () => {
    expect(() => toYaml({ a: [1, undefined] })).toThrow('at $.a[1]:');
  });

  test('refuses half a surrogate pair in a key', () => {
    expect(() => toYaml({ a: { '\ud800': 1 } })).toThrow(RangeError);
  });

  test('refuses data that contains itself', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = [loop];
    expect(() => toYaml(loop)).toThrow('does it contain itself?');
  });
});
