// YAML that somebody else wrote becomes plain data, or a complaint with its line; never a crash.
import { describe, expect, test } from 'vitest';
import { parseYamlDocuments } from '../../lib/io/parse-yaml.ts';

describe('YAML of a commit', () => {
  test('is read document by document', () => {
    expect(parseYamlDocuments('a: 1\n---\nb: [x]\n')).toEqual({
      ok: true,
      values: [{ a: 1 }, { b: ['x'] }],
    });
    expect(parseYamlDocuments('')).toEqual({ ok: true, values: [] });
  });
  test('is plain data even where YAML knows more', () => {
    expect(parseYamlDocuments('a: 2026-01-02\nb: .nan\nc: .inf\n')).toEqual({
      ok: true,
      values: [{ a: '2026-01-02T00:00:00.000Z', b: null, c: null }],
    });
  });
  test('that is malformed is told with its line', () => {
    expect(parseYamlDocuments('a: 1\nb: [\n')).toMatchObject({ ok: false, line: 3 });
    expect(parseYamlDocuments('a: 1\na: 2\n')).toMatchObject({ ok: false, line: 2 });
  });
  test('that unfolds without end is refused', () => {
    const levels = ['a', 'b', 'c', 'd'].map(
      (name, index, all) => `${name}: &${name} [${`*${all[index - 1] ?? ''},`.repeat(9)}]`,
    );
    const text = [`a: &a [${'x,'.repeat(9)}]`, ...levels.slice(1)].join('\n');
    expect(parseYamlDocuments(text)).toMatchObject({ ok: false });
  });
});
