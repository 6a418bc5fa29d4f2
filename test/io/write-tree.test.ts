// Outputs are written all or none, and nothing of somebody else is touched.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { OWNERSHIP_FILE, ownershipText, readOwnership } from '../../lib/io/ownership.ts';
import type { WriteResult } from '../../lib/io/write-tree.ts';
import { fileTree } from '../../lib/text/file-tree.ts';
import { filesIn, folder } from '../support/app-output.ts';

type Texts = Readonly<Record<string, string>>;

let root = '';

beforeEach(() => {
  root = folder();
});

/** Writes as a new process would, which knows nothing of what the one before wrote. */
async function write(texts: Texts): Promise<WriteResult> {
  vi.resetModules();
  const { writeTree } = await import('../../lib/io/write-tree.ts');
  const tree = fileTree(Object.entries(texts).map(([path, text]) => ({ path, text })));
  if (!tree.ok) throw new Error(tree.problems.map(({ message }) => message).join());
  return writeTree(root, tree.value);
}

const codesOf = (result: WriteResult) =>
  result.ok ? [] : result.diagnostics.map(({ code }) => code);

describe('writing', () => {
  test('puts every file in its place and says which', async () => {
    const result = await write({ 'manifests/a.yaml': 'a\n', 'helm/shop/b.yaml': 'b\n' });
    expect(result).toEqual({
      ok: true,
      written: ['helm/shop/b.yaml', 'manifests/a.yaml'],
      deleted: [],
    });
    expect(filesIn(root)).toEqual({ 'manifests/a.yaml': 'a\n', 'helm/shop/b.yaml': 'b\n' });
  });

  test('leaves no temporary file behind', async () => {
    await write({ 'a/b.yaml': 'a\n' });
    expect(Object.keys(filesIn(root, true))).toEqual([OWNERSHIP_FILE, 'a/b.yaml']);
  });

  test('leaves a file alone whose text is the same', async () => {
    await write({ 'a.yaml': 'a\n' });
    const before = statSync(join(root, 'a.yaml')).ino;
    expect(await write({ 'a.yaml': 'a\n' })).toMatchObject({ ok: true, written: [] });
    expect(statSync(join(root, 'a.yaml')).ino).toBe(before);
  });

  test('replaces a file of ours even after it was edited', async () => {
    await write({ 'a.yaml': 'a\n' });
    writeFileSync(join(root, 'a.yaml'), 'edited\n');
    await write({ 'a.yaml': 'a\n' });
    expect(filesIn(root)).toEqual({ 'a.yaml': 'a\n' });
  });

  test('makes the folder when there is none', async () => {
    root = join(root, 'not', 'yet');
    expect(await write({ 'a.yaml': 'a\n' })).toMatchObject({ ok: true });
  });

  test('any series of outputs leaves exactly the last, beside what was not ours', async () => {
    const texts = fc.dictionary(
      fc.constantFrom('a.yaml', 'b/c.yaml', 'b/d.json', 'e/f/g.yaml', 'e/h.yaml'),
      fc.constantFrom('1\n', '2\n'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 4 }), async (series) => {
        root = folder();
        mkdirSync(join(root, 'b'));
        writeFileSync(join(root, 'b/mine.yaml'), 'mine\n');
        for (const one of series) expect(await write(one)).toMatchObject({ ok: true });
        expect(filesIn(root)).toEqual({ ...series.at(-1), 'b/mine.yaml': 'mine\n' });
        expect(existsSync(join(root, 'e/f'))).toBe('e/f/g.yaml' in (series.at(-1) ?? {}));
      }),
      { numRuns: 25 },
    );
  });
});

describe('deleting', () => {
  test('takes away what is not written any more, and folders that are empty then', async () => {
    await write({ 'manifests/production/a.yaml': 'a\n', 'manifests/b.yaml': 'b\n' });
    const result = await write({ 'manifests/b.yaml': 'b\n' });
    expect(result).toMatchObject({ deleted: ['manifests/production/a.yaml'] });
    expect(existsSync(join(root, 'manifests/production'))).toBe(false);
  });

  test('keeps a folder that holds something else', async () => {
    await write({ 'a/ours.yaml': 'a\n' });
    writeFileSync(join(root, 'a/mine.yaml'), 'mine\n');
    await write({});
    expect(filesIn(root)).toEqual({ 'a/mine.yaml': 'mine\n' });
  });

  test('does not mind that a file is gone already', async () => {
    await write({ 'a.yaml': 'a\n' });
    vi.resetModules();
    const { rmSync } = await import('node:fs');
    rmSync(join(root, 'a.yaml'));
    expect(await write({})).toMatchObject({ ok: true, deleted: [] });
  });

  test('never follows a list that leads out of the folder', async () => {
    const outside = join(folder(), 'precious.txt');
    writeFileSync(outside, 'precious\n');
    writeFileSync(
      join(root, OWNERSHIP_FILE),
      ownershipText([`../${outside.split('/').slice(-2).join('/')}`, outside, '/etc/hostname']),
    );
    await write({});
    expect(readFileSync(outside, 'utf8')).toBe('precious\n');
  });

  test('never follows a link that leads out of the folder', async () => {
    const outside = folder();
    writeFileSync(join(outside, 'a.yaml'), 'precious\n');
    symlinkSync(outside, join(root, 'link'));
    writeFileSync(join(root, OWNERSHIP_FILE), ownershipText(['link/a.yaml']));
    await write({});
    expect(readFileSync(join(outside, 'a.yaml'), 'utf8')).toBe('precious\n');
  });
});

describe('refusing', () => {
  test('a file of somebody else in the way: nothing is written', async () => {
    writeFileSync(join(root, 'b.yaml'), 'mine\n');
    const result = await write({ 'a.yaml': 'a\n', 'b.yaml': 'b\n' });
    expect(codesOf(result)).toEqual(['SW5904']);
    expect(filesIn(root, true)).toEqual({ 'b.yaml': 'mine\n' });
  });

  test('a folder or a link in the way', async () => {
    mkdirSync(join(root, 'a.yaml'));
    symlinkSync('/dev/null', join(root, 'b.yaml'));
    expect(codesOf(await write({ 'a.yaml': 'a\n', 'b.yaml': 'b\n' }))).toEqual([
      'SW5904',
      'SW5904',
    ]);
  });

  test('not a file that says it was made here, though the list was lost', async () => {
    writeFileSync(join(root, 'a.yaml'), '# Made by slipway from something.\nold: true\n');
    expect(await write({ 'a.yaml': 'a\n' })).toMatchObject({ ok: true });
  });

  test('a list that is none: nothing is written', async () => {
    writeFileSync(join(root, OWNERSHIP_FILE), '<<<<<<< ours\n');
    expect(codesOf(await write({ 'a.yaml': 'a\n' }))).toEqual(['SW5906']);
    expect(Object.keys(filesIn(root))).toEqual([]);
  });

  test('a list of another version', async () => {
    writeFileSync(join(root, OWNERSHIP_FILE), '{"version":99,"files":[]}');
    expect(codesOf(await write({}))).toEqual(['SW5906']);
  });

  test('a file where a folder must be: what was there before stays', async () => {
    await write({ 'a.yaml': 'a\n' });
    writeFileSync(join(root, 'b'), 'a file\n');
    const before = filesIn(root, true);
    const result = await write({ 'a.yaml': 'changed\n', 'b/c.yaml': 'c\n' });
    expect(codesOf(result)).toEqual(['SW5905']);
    expect(filesIn(root, true)).toEqual(before);
  });

  test.skipIf(process.getuid?.() === 0)('a folder that cannot be written', async () => {
    chmodSync(root, 0o500);
    const result = await write({ 'a.yaml': 'a\n' });
    chmodSync(root, 0o700);
    expect(codesOf(result)).toEqual(['SW5905']);
  });
});

describe('the list', () => {
  test('is sorted, and the same for the same files', () => {
    expect(ownershipText(['b', 'a'])).toBe(ownershipText(['a', 'b']));
    expect(JSON.parse(ownershipText(['b', 'a']))).toMatchObject({ files: ['a', 'b'] });
  });

  test('is read without what leads out of the folder', () => {
    const paths = [
      'a.yaml',
      '../b',
      'c/../../d',
      '/e',
      String.raw`f\..\..\g`,
      String.raw`C:\h`,
      '',
    ];
    writeFileSync(join(root, OWNERSHIP_FILE), ownershipText(paths));
    expect(readOwnership(root)).toEqual({ ok: true, paths: new Set(['a.yaml']) });
  });

  test('holds exactly what stands there', async () => {
    await write({ 'a.yaml': 'a\n', 'b.yaml': 'b\n' });
    await write({ 'a.yaml': 'a\n' });
    expect(readOwnership(root)).toEqual({ ok: true, paths: new Set(['a.yaml']) });
  });
});
