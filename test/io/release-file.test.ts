// Release files on the disk: nobody's change is lost, and what cannot be read or written is said.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  changeReleaseFile,
  readReleaseFile,
  releasedEnvironments,
} from '../../lib/io/release-file.ts';
import { filesIn, folder } from '../support/app-output.ts';

const FILE = 'releases/production.yaml';

const append = (root: string, line: string) =>
  changeReleaseFile(
    'production',
    (text = '') => ({ text: `${text}${line}\n`, result: line }),
    root,
  );

describe('changing a release file', () => {
  test('makes folder and file, and leaves nothing else behind', async () => {
    const root = folder();
    expect(await append(root, 'a')).toEqual({ ok: true, result: 'a' });
    expect(filesIn(root, true)).toEqual({ [FILE]: 'a\n' });
  });

  test('loses no change of several processes at once', async () => {
    const root = folder();
    const module = new URL('../../lib/io/release-file.ts', import.meta.url).href;
    const script = (name: string) => `
      import { changeReleaseFile } from '${module}';
      for (let i = 0; i < 15; i += 1) {
        const add = (text = '') => ({ text: text + '${name} ' + i + '\\n', result: 0 });
        const changed = await changeReleaseFile('production', add, process.argv[1]);
        if (!changed.ok) throw new Error(changed.diagnostic.message);
      }`;
    const run = promisify(execFile);
    const names = ['a', 'b', 'c', 'd'];
    await Promise.all(
      names.map((name) => run(process.execPath, ['--input-type=module', '-e', script(name), root])),
    );
    const written = readFileSync(join(root, FILE), 'utf8').trimEnd().split('\n');
    const expected = names.flatMap((name) => Array.from({ length: 15 }, (_, i) => `${name} ${i}`));
    expect(written.toSorted()).toEqual(expected.toSorted());
  });

  test('writes nothing when an editor saved the file meanwhile', async () => {
    const root = folder();
    await append(root, 'a');
    const changed = await changeReleaseFile(
      'production',
      () => {
        writeFileSync(join(root, FILE), 'by hand\n');
        return { text: 'lost\n', result: 0 };
      },
      root,
    );
    expect(changed).toMatchObject({ ok: false, diagnostic: { code: 'SW7010' } });
    expect(filesIn(root, true)).toEqual({ [FILE]: 'by hand\n' });
  });

  test('takes over the lock of a process that is gone', async () => {
    const root = folder();
    mkdirSync(join(root, 'releases'));
    writeFileSync(join(root, 'releases/.production.yaml.lock'), '4194399');
    expect(await append(root, 'a')).toMatchObject({ ok: true });
    expect(Object.keys(filesIn(root, true))).toEqual([FILE]);
  });

  test('gives the lock back when a change throws', async () => {
    const root = folder();
    await changeReleaseFile(
      'production',
      () => {
        throw new Error('a mistake');
      },
      root,
    );
    expect(await append(root, 'a')).toMatchObject({ ok: true });
  });

  test('writes nothing when there is nothing to write', async () => {
    const root = folder();
    await changeReleaseFile('production', () => ({ result: 0 }), root);
    expect(filesIn(root, true)).toEqual({});
  });

  test('says when the folder is in fact a file', async () => {
    const root = folder();
    writeFileSync(join(root, 'releases'), '');
    expect(await append(root, 'a')).toMatchObject({ ok: false, diagnostic: { code: 'SW7011' } });
  });
});

describe('reading a release file', () => {
  test('none is no complaint', () => {
    expect(readReleaseFile('production', folder())).toEqual({ kind: 'none' });
    expect(releasedEnvironments(folder())).toEqual([]);
  });

  test('lists environments, without what editors leave beside them', async () => {
    const root = folder();
    await append(root, 'a');
    writeFileSync(join(root, 'releases/.production.yaml.swp'), '');
    writeFileSync(join(root, 'releases/staging.yaml'), '');
    expect(releasedEnvironments(root)).toEqual(['production', 'staging']);
  });

  test('a folder in its place, and bytes that are no text, are refused', () => {
    const root = folder();
    mkdirSync(join(root, FILE), { recursive: true });
    expect(readReleaseFile('production', root)).toMatchObject({
      kind: 'unreadable',
      diagnostic: { code: 'SW7001', at: { file: FILE } },
    });
    writeFileSync(join(root, 'releases/staging.yaml'), Buffer.from([0xff, 0xfe, 0x00]));
    expect(readReleaseFile('staging', root)).toMatchObject({
      diagnostic: { code: 'SW7001', at: { environment: 'staging' } },
    });
  });
});
