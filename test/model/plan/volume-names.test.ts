// Names made from paths: valid for the API, and no two paths share one.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fileKey,
  secretVolumeName,
  writableVolumeName,
} from '../../../lib/model/plan/volume-names.ts';
import { path } from '../../kubernetes/fixtures/plan-arbitrary.ts';

/** Reads a path back from its key. */
function pathOf(key: string): string {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (let i = 0; i < key.length;) {
    const [, hex] = /^_x([0-9a-f]{2})/.exec(key.slice(i)) ?? [];
    if (hex !== undefined) {
      bytes.push(Number.parseInt(hex, 16));
      i += 4;
    } else if (key.startsWith('__', i)) {
      bytes.push(...encoder.encode('/'));
      i += 2;
    } else {
      bytes.push(key.charCodeAt(i));
      i += 1;
    }
  }
  return `/${new TextDecoder().decode(Uint8Array.from(bytes))}`;
}

describe('keys of files', () => {
  test.each([
    ['/etc/shop/logging.yaml', 'etc__shop__logging.yaml'],
    ['/etc/gunicorn/gunicorn_conf.py', 'etc__gunicorn__gunicorn_conf.py'],
    ['/a_/b', 'a_x5f__b'],
    ['/a/_b', 'a___b'],
    ['/a__b', 'a_x5f_b'],
    ['/_x41', '_x5fx41'],
    ['/.env', '.env'],
    ['/..data', '_x2e.data'],
    ['/ä', '_xc3_xa4'],
  ])('%s stands under %s', (given, key) => {
    expect(fileKey(given)).toBe(key);
  });

  test('a path can be read back from its key, so no two paths share one', () => {
    fc.assert(
      fc.property(path, (given) => {
        expect(pathOf(fileKey(given))).toBe(given);
      }),
      { numRuns: 500 },
    );
  });

  test('long paths stay valid and apart', () => {
    const long = (end: string) => `/${'directory/'.repeat(40)}${end}`;
    expect(fileKey(long('a'))).toMatch(/^[-._a-zA-Z0-9]{1,253}$/);
    expect(fileKey(long('a'))).not.toBe(fileKey(long('b')));
  });
});

describe('names of volumes', () => {
  test.each([
    [writableVolumeName('/tmp'), 'writable-tmp'],
    [writableVolumeName('/var/cache/shop'), 'writable-var-cache-shop'],
    [secretVolumeName('shop-tls'), 'secret-shop-tls'],
  ])('%s is readable', (name, expected) => {
    expect(name).toBe(expected);
  });

  test('paths that would read alike are told apart by a digest', () => {
    const names = ['/a/b', '/a-b', '/A/b', '/a.b', '/a/b/', '/a_b'].map(writableVolumeName);
    expect(new Set(names).size).toBe(names.length);
  });

  test('every name is a DNS label', () => {
    fc.assert(
      fc.property(path, (given) => {
        for (const name of [writableVolumeName(given), secretVolumeName(given.slice(1))]) {
          expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
        }
      }),
    );
  });
});
