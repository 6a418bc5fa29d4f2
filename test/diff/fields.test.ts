// Field by field: what differs is found, what does not is not, and what is secret stays so.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldChanges } from '../../lib/diff/field-changes.ts';
import { renderDiffMarkdown, renderDiffText } from '../../lib/diff/render-diff.ts';
import { changesOf, deployment, object } from './objects.ts';

const paths = (before: unknown, after: unknown) =>
  fieldChanges(before, after).map(({ path }) => path);

describe('fields', () => {
  test('are told apart by path, with dots and slashes of keys in brackets', () => {
    expect(fieldChanges({ a: { 'x.y/z': 1 } }, { a: { 'x.y/z': 2 }, b: [] })).toEqual([
      { path: 'a["x.y/z"]', before: 1, after: 2 },
      { path: 'b', after: [] },
    ]);
  });
  test('of lists are told apart by name, wherever they stand', () => {
    const [a, b] = [
      { name: 'a', value: '1' },
      { name: 'b', value: '2' },
    ];
    expect(paths([a, b], [{ name: 'c' }, a, { ...b, value: '3' }])).toEqual(['[c]', '[b].value']);
    expect(fieldChanges([a, b], [b, a])).toEqual([
      { path: '', before: ['a', 'b'], after: ['b', 'a'] },
    ]);
  });
  test('of lists without names are told apart by place', () => {
    expect(paths([{ port: 1 }, { port: 2 }], [{ port: 1 }, { port: 3 }])).toEqual(['[1].port']);
    expect(paths([{ port: 1 }], [{ port: 1 }, { port: 2 }])).toEqual(['']);
    expect(paths(['a', 'b'], ['b', 'a'])).toEqual(['']);
    // A name that stands twice tells nothing apart.
    expect(paths([{ name: 'a' }, { name: 'a' }], [{ name: 'a' }, { name: 'b' }])).toEqual([
      '[1].name',
    ]);
  });
  test('that are null, missing or of another type differ', () => {
    expect(paths({ a: null }, {})).toEqual([]);
    expect(paths({ a: 1 }, { a: '1' })).toEqual(['a']);
    expect(paths({ a: [] }, { a: {} })).toEqual(['a']);
  });
  test('named like a member of every object are what the record says', () => {
    expect(paths({}, { valueOf: null })).toEqual([]);
    expect(paths({ labels: {} }, { labels: { constructor: 'x' } })).toEqual(['labels.constructor']);
  });
  test('are none where nothing differs, and some where anything does', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(fieldChanges(a, structuredClone(a))).toEqual([]);
        const [x, y] = [{ a }, { a: b }];
        const equal = JSON.stringify(sorted(x)) === JSON.stringify(sorted(y));
        expect(fieldChanges(x, y).length > 0).toBe(!equal);
      }),
      { numRuns: 300 },
    );
  });
});

/** A copy with sorted keys, and without what is null, which Kubernetes takes for missing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => sorted(item));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(
    members.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, sorted(member)]),
  );
}

describe('objects', () => {
  test('are the same under a newer version of their API', () => {
    const [change, ...others] = changesOf(
      [object('Widget', 'a', {}, 'example.com/v1beta1')],
      [object('Widget', 'a', {}, 'example.com/v1')],
    );
    expect(others).toEqual([]);
    expect(change?.fields).toEqual([
      { path: 'apiVersion', before: 'example.com/v1beta1', after: 'example.com/v1' },
    ]);
  });
  test('of one name in another namespace are others', () => {
    const moved = { ...object('ConfigMap', 'a'), metadata: { name: 'a', namespace: 'other' } };
    expect(changesOf([object('ConfigMap', 'a')], [moved]).map(({ action }) => action)).toEqual([
      'added',
      'removed',
    ]);
  });
  test('come with the worst first', () => {
    const changes = changesOf(
      [object('ConfigMap', 'a'), deployment(), object('Secret', 's')],
      [object('ConfigMap', 'a', { data: {} }), deployment({ container: { image: 'x' } })],
    );
    expect(changes.map(({ effects: [worst] }) => worst?.kind)).toEqual([
      'dataLoss',
      'restart',
      'none',
    ]);
  });
  test('that are secret never show what they hold', () => {
    const secret = (value: string) =>
      object('Secret', 'a', {
        metadata: { name: 'a', namespace: 'shop', annotations: { last: value } },
        data: { key: value },
        stringData: { 'other.key': value },
        type: 'Opaque',
      });
    const changes = changesOf([secret('hunter2')], [secret('hunter3')]);
    expect(changes[0]?.fields).toHaveLength(3);
    for (const text of [
      JSON.stringify(changes),
      renderDiffText(changes),
      renderDiffMarkdown(changes),
    ]) {
      expect(text).not.toContain('hunter');
      expect(text).toContain('(hidden)');
    }
  });
});

describe('rendering', () => {
  const changes = changesOf(
    [
      deployment(),
      object('ConfigMap', 'files', { data: { 'a.py': 'one\ntwo\nthree\n' } }),
      object('Service', 'old'),
    ],
    [
      deployment({ container: { image: 'ghcr.io/acme/shop:2' } }),
      object('ConfigMap', 'files', { data: { 'a.py': 'one\n```2```\nthree\n' } }),
      object('ServiceAccount', 'new'),
    ],
  );

  test('as text says what happens first, then field by field', () => {
    expect(renderDiffText(changes)).toMatchInlineSnapshot(`
      "production
        traffic change
          Service/old: it is gone: nobody reaches its pods by this name.
        rolling restart
          Deployment/web: 4 pods are replaced in at most 4 waves of 1, which takes at most 14 min.
        nothing restarts
          ConfigMap/files: it takes effect in place.
          ServiceAccount/new: it takes effect in place.

        - Service/old (shop)
        ~ Deployment/web (shop)
            spec.template.spec.containers[web].image: ghcr.io/acme/shop:1 → ghcr.io/acme/shop:2
        ~ ConfigMap/files (shop)
            data["a.py"]:
              - two
              + \`\`\`2\`\`\`
        + ServiceAccount/new (shop)
      "
    `);
  });
  test('as Markdown is a table with the fields folded away, in a fence that holds', () => {
    expect(renderDiffMarkdown(changes)).toMatchInlineSnapshot(`
      "### production

      | blast radius         | object               | what happens                                                             |
      | -------------------- | -------------------- | ------------------------------------------------------------------------ |
      | **traffic change**   | \`Service/old\`        | it is gone: nobody reaches its pods by this name.                        |
      | **rolling restart**  | \`Deployment/web\`     | 4 pods are replaced in at most 4 waves of 1, which takes at most 14 min. |
      | **nothing restarts** | \`ConfigMap/files\`    | it takes effect in place.                                                |
      | **nothing restarts** | \`ServiceAccount/new\` | it takes effect in place.                                                |

      <details><summary>4 objects, field by field</summary>

      \`\`\`\`
      - Service/old (shop)
      ~ Deployment/web (shop)
            spec.template.spec.containers[web].image: ghcr.io/acme/shop:1 → ghcr.io/acme/shop:2
      ~ ConfigMap/files (shop)
            data["a.py"]:
              - two
              + \`\`\`2\`\`\`
      + ServiceAccount/new (shop)
      \`\`\`\`

      </details>
      "
    `);
  });
  test('of nothing says so', () => {
    expect(renderDiffText([])).toBe('Nothing changes.\n');
    expect(renderDiffMarkdown([])).toBe('Nothing changes.\n');
  });
  test('shows what came and went in a long list, which was cut before the difference', () => {
    const rule = (index: number) => ({
      host: `${index}.example.com`,
      port: { number: 8000 + index },
    });
    const rules = [1, 2, 3, 4, 5].map(rule);
    const shown = (before: readonly unknown[], after: readonly unknown[]) =>
      renderDiffText(
        changesOf(
          [object('Thing', 'a', { spec: { rules: before } })],
          [object('Thing', 'a', { spec: { rules: after } })],
        ),
      );
    const line = (index: number) =>
      `{"host":"${index}.example.com","port":{"number":${8000 + index}}}`;
    expect(shown(rules, [...rules, rule(6)])).toContain(
      `      spec.rules:\n        + ${line(6)}\n`,
    );
    expect(shown(rules, rules.slice(1))).toContain(`      spec.rules:\n        - ${line(1)}\n`);
    expect(shown(rules, [...rules.slice(1), rule(6), rule(6)])).toContain(
      [`      spec.rules:`, `- ${line(1)}`, `+ ${line(6)}`, `+ ${line(6)}`].join('\n        '),
    );
    expect(shown([{ a: 1 }], [{ a: 1 }, { a: 2 }])).toContain('[{"a":1}] → [{"a":1},{"a":2}]');
  });
  test('never shows the same text on both sides of a difference', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 90, maxLength: 300 }), fc.string(), (start, end) => {
        const [before, after] = [`${start}-${end}`, `${start}+${end}`];
        const values = [
          [before, after],
          [[before], [after]],
          [['x'.repeat(200), before], [after]],
          [
            [before, after, 1],
            [1, after, before],
          ],
        ];
        for (const [was, is] of values) {
          const text = renderDiffText(
            changesOf(
              [object('Thing', 'a', { spec: { it: was } })],
              [object('Thing', 'a', { spec: { it: is } })],
            ),
          );
          const [, left, right] = /spec\.it: (.*) → (.*)\n/.exec(text) ?? [];
          if (left !== undefined) expect(left).not.toBe(right);
          else expect(text).toMatch(/spec\.it:\n {8}[-+]/);
        }
      }),
      { numRuns: 50 },
    );
  });
  test('cuts long values and long texts', () => {
    const text = renderDiffText(
      changesOf(
        [object('ConfigMap', 'a', { data: { long: 'x'.repeat(500), lines: '' } })],
        [object('ConfigMap', 'a', { data: { long: 'y'.repeat(500), lines: 'z\n'.repeat(50) } })],
      ),
    );
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(250);
    expect(text).toContain('… ');
    expect(text.split('\n').length).toBeLessThan(30);
  });
});
