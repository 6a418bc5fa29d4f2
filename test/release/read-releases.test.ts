// Reading a release file: what is accepted, and that each complaint names the line to mend.
import { describe, expect, test } from 'vitest';
import { readReleases } from '../../lib/release/read-releases.ts';
import { DIGEST, FILE } from './releases.ts';

const read = (text: string) => readReleases({ file: FILE, environment: 'production', text });

const complaints = (text: string) => {
  const result = read(text);
  return result.ok
    ? []
    : result.diagnostics.map(({ code, at, message }) => `${code}:${at.line ?? '-'} ${message}`);
};

describe('a release file', () => {
  test('says images, slots and history', () => {
    const result = read(`version: 1
services:
  shop:
    image: { tag: 1.5.0, digest: "${DIGEST}" }
    history: [{ tag: 1.4.2, rolledBack: true }]
  tickets:
    active: blue
    phase: hold
    slots: { blue: { tag: "3" }, green: { digest: "${DIGEST}" } }
`);
    expect(result.ok && result.releases).toEqual({
      shop: {
        image: { tag: '1.5.0', digest: DIGEST },
        history: [{ tag: '1.4.2', rolledBack: true }],
      },
      tickets: {
        active: 'blue',
        phase: 'hold',
        slots: { blue: { tag: '3' }, green: { digest: DIGEST } },
      },
    });
  });

  test('may release nothing yet', () => {
    expect(complaints('version: 1\nservices: {}\n')).toEqual([]);
  });

  test.each([
    ['is empty', '', ['SW7003:- Expected']],
    ['is no YAML', 'version: 1\nservices: [', ['SW7002:2']],
    ['names a service twice', 'version: 1\nservices:\n  a: {}\n  a: {}\n', ['SW7002:4']],
    ['is of another version', 'version: 2\nservices: {}\n', ['SW7003:1 `version`']],
    ['has no services', 'version: 1\n', ['SW7003:- `services`']],
    [
      'has a tag that YAML takes for a number',
      'version: 1\nservices:\n  shop:\n    image:\n      tag: 1.10\n',
      ['SW7003:5 `services.shop.image.tag`: Without quotes it is read as the number 1.1'],
    ],
    [
      'has a digest that is cut off',
      'version: 1\nservices:\n  shop:\n    image:\n      digest: sha256:abc\n',
      ['SW7003:5 `services.shop.image.digest`'],
    ],
    [
      'has an image without tag and digest',
      'version: 1\nservices:\n  shop:\n    image: {}\n',
      ['SW7003:4 `services.shop.image`: An image has a `tag`, a `digest`, or both'],
    ],
    [
      'has a misspelt key',
      'version: 1\nservices:\n  shop:\n    image: { tag: a }\n    histroy: []\n',
      ['SW7003:5 `services.shop.histroy`'],
    ],
    [
      'has a phase that does not exist',
      'version: 1\nservices:\n  shop:\n    active: a\n    phase: warming\n    slots: { a: { tag: a } }\n',
      ['SW7003:5 `services.shop.phase`'],
    ],
    [
      'has both an image and slots',
      'version: 1\nservices:\n  shop:\n    image: { tag: a }\n    active: a\n    phase: stable\n    slots: {}\n',
      ['SW7003:4 `services.shop.image`'],
    ],
    [
      'names a repository, which is described elsewhere',
      'version: 1\nservices:\n  shop:\n    image: { repository: ghcr.io/a/b, tag: a }\n',
      ['SW7003:4 `services.shop.image.repository`'],
    ],
    [
      'has several mistakes, all of which are told',
      'version: 1\nservices:\n  a: { image: { tag: 1 } }\n  b: { image: { tag: " " } }\n',
      ['SW7003:3', 'SW7003:4'],
    ],
    [
      'unfolds without end',
      `version: 1
services:
  a: &a [${'x,'.repeat(9)}]
  b: &b [${'*a,'.repeat(9)}]
  c: &c [${'*b,'.repeat(9)}]
  d: [${'*c,'.repeat(9)}]
`,
      ['SW7002:-'],
    ],
    ['is a list', '- a\n', ['SW7003:-']],
  ])('that %s is refused', (_, text, expected) => {
    const found = complaints(text);
    expect(found.map((complaint, at) => complaint.slice(0, (expected[at] ?? '').length))).toEqual(
      expected,
    );
  });

  test('has a fix for everything that is wrong', () => {
    const result = read('version: 1\nservices:\n  shop: { imge: { tag: 1 } }\n');
    expect(result.ok).toBe(false);
    if (!result.ok) for (const { fix } of result.diagnostics) expect(fix).toBeTruthy();
  });
});
