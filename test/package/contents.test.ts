// What is in the package: the compiled library and the legal texts, and nothing that belongs to this repository alone.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const { files } = inject('packed');

it('holds the library, its types, the command and the licence', () => {
  expect(files).toEqual(
    expect.arrayContaining([
      'LICENSE',
      'README.md',
      'package.json',
      'build/index.js',
      'build/index.d.ts',
      'build/cli/main.js',
    ]),
  );
});

it('holds nothing outside build/, so no test, fixture or chart of ours', () => {
  const allowed = ['LICENSE', 'README.md', 'package.json'];
  const strange = files.filter((file) => !file.startsWith('build/') && !allowed.includes(file));
  expect(strange).toEqual([]);
});

it('holds no file left over from a source that is gone', () => {
  const stale = files.filter((file) => {
    const source = /^build\/(?<path>.*?)(?:\.d\.ts|\.js)$/.exec(file)?.groups?.['path'];
    return source !== undefined && !existsSync(join(root, 'lib', `${source}.ts`));
  });
  expect(stale).toEqual([]);
});

it('declares nothing by way of valibot, whose types need a newer library than a stock project has', () => {
  const declarations = files.filter((file) => file.endsWith('.d.ts'));
  const leaking = declarations.filter((file) =>
    readFileSync(join(root, file), 'utf8').includes("from 'valibot'"),
  );
  // Mark what is exported for our own use with `@internal`.
  expect(leaking).toEqual([]);
});
