import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatImageReference,
  isFloating,
  parseImageDigest,
  parseImageReference,
  parseImageTag,
} from '../../lib/units/image-reference.ts';
import { must } from '../../lib/units/parsed.ts';
import { vectors } from './vectors.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('an image reference', () => {
  test('is accepted and taken apart as the distribution project does', () => {
    const different = vectors('image').filter(([text, name, tag, pinned]) => {
      const parsed = parseImageReference(text);
      // Taken as a path there, but no registry can be reached under such a host.
      if (text === 'foo_bar.com/shop') return parsed.ok;
      if (!parsed.ok || name === null) return parsed.ok !== (name !== null);
      const { tag: ourTag = '', digest: ourDigest = '', domain, path } = parsed.value;
      const ourName = formatImageReference(domain === undefined ? { path } : { domain, path });
      return ourName !== name || ourTag !== tag || ourDigest !== pinned;
    });
    expect(different).toEqual([]);
  });

  test('is printed as it was written', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,9}$/);
    const parts = fc.record(
      {
        domain: fc.constantFrom('ghcr.io', 'localhost', 'registry:5000', '[::1]:80'),
        path: fc.tuple(word, word).map(([a, b]) => `${a}/${b}`),
        tag: fc.stringMatching(/^\w[\w.-]{0,9}$/),
        digest: fc.constant(digest),
      },
      { requiredKeys: ['path'] },
    );
    fc.assert(
      fc.property(parts, (reference) => {
        if (reference.domain === undefined && reference.path.startsWith('localhost/')) return;
        expect(must(parseImageReference(formatImageReference(reference)))).toEqual(reference);
      }),
    );
  });

  test('gets no registry, library or tag that was not written', () => {
    expect(must(parseImageReference('nginx'))).toEqual({ path: 'nginx' });
    expect(must(parseImageReference('acme/shop'))).toEqual({ path: 'acme/shop' });
  });

  test.each([
    ['nginx', true],
    ['nginx:latest', true],
    ['nginx:1.27', false],
    [`nginx:latest@${digest}`, false],
  ])('%s can change under its name: %s', (text, floating) => {
    expect(isFloating(must(parseImageReference(text)))).toBe(floating);
  });

  test.each([
    ['ghcr.io/Acme/shop', 'lower case'],
    ['https://ghcr.io/acme/shop', 'scheme'],
    ['shop:bad tag', 'tag'],
    ['shop@sha256:abc', 'digest'],
  ])('%s is refused with a word on the %s', (text, word) => {
    expect(parseImageReference(text)).toMatchObject({ problem: expect.stringContaining(word) });
  });

  test('has a tag and a digest that can be read on their own', () => {
    expect(parseImageTag('1.4.2').ok).toBe(true);
    expect(parseImageTag('1.4.2+build').ok).toBe(false);
    expect(parseImageDigest(digest).ok).toBe(true);
    expect(parseImageDigest(digest.toUpperCase()).ok).toBe(false);
  });
});
