import { describe, expect, test } from 'vitest';
import {
  EMPTY_FILE_TREE,
  type FileTreeResult,
  addFiles,
  fileTree,
  mergeFileTrees,
  underFolder,
} from '../../lib/text/file-tree.ts';

const files = (...paths: readonly string[]): { path: string; text: string }[] =>
  paths.map((path) => ({ path, text: '' }));
const kinds = (result: FileTreeResult): readonly string[] =>
  result.ok ? [] : result.problems.map(({ kind }) => kind);

describe('a tree of files', () => {
  test('is sorted by the bytes of the paths', () => {
    const result = fileTree(files('b', 'a/b', 'Z', 'a.b', '.gitignore', 'é'));
    expect(result.ok && result.value.files.map(({ path }) => path)).toEqual([
      '.gitignore',
      'Z',
      'a.b',
      'a/b',
      'b',
      'é',
    ]);
  });

  test('grows without changing the tree before', () => {
    const first = fileTree(files('a'));
    const second = addFiles(first.ok ? first.value : EMPTY_FILE_TREE, files('b'));
    expect(first).toEqual({ ok: true, value: { files: files('a') } });
    expect(second).toEqual({ ok: true, value: { files: files('a', 'b') } });
    expect(EMPTY_FILE_TREE.files).toEqual([]);
  });

  test('is merged of several', () => {
    expect(mergeFileTrees({ files: files('a') }, { files: files('b') })).toEqual({
      ok: true,
      value: { files: files('a', 'b') },
    });
    expect(kinds(mergeFileTrees({ files: files('a') }, { files: files('a') }))).toEqual([
      'duplicate-path',
    ]);
  });

  test('puts files under a folder', () => {
    expect(underFolder('helm/shop', files('Chart.yaml'))).toEqual(files('helm/shop/Chart.yaml'));
  });

  test.each([
    ['duplicate-path', ['a/b', 'a/b']],
    ['case-collision', ['a/B', 'A/b']],
    ['case-collision', ['caf\u00e9', 'cafe\u0301']],
    ['file-and-folder', ['a', 'a/b']],
    ['file-and-folder', ['A/b/c', 'a/B']],
    ['absolute-path', ['/etc/passwd']],
    ['absolute-path', ['C:/x']],
    ['outside-folder', ['../x']],
    ['outside-folder', ['a/../../x']],
    ['malformed-path', ['']],
    ['malformed-path', ['a//b']],
    ['malformed-path', ['a/']],
    ['malformed-path', ['./a']],
    ['malformed-path', ['a\\b']],
    ['malformed-path', ['a\nb']],
    ['malformed-path', ['a ']],
    ['malformed-path', ['a./b']],
    ['malformed-path', ['ab:c']],
  ])('refuses %s: %j', (kind, paths) => {
    expect(kinds(fileTree(files(...paths)))).toEqual([kind]);
  });

  test('tells all problems at once, with both paths', () => {
    const result = fileTree(files('/a', '../b', 'c', 'C'));
    expect(kinds(result)).toEqual(['absolute-path', 'outside-folder', 'case-collision']);
    expect(result).toMatchObject({ problems: [{}, {}, { path: 'C', other: 'c' }] });
  });
});
