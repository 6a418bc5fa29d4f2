// What is in the package: the compiled library and the legal texts, and nothing that belongs to this repository alone.
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, inject, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const { files } = inject('packed');

it('holds the library, its types, the command and the licence', () => {
  const promised = [
    ...['LICENSE', 'README.md', 'package.json'],
    ...['build/index.js', 'build/index.d.ts', 'build/bundler.js', 'build/cli/main.js'],
    'build/LICENSES',
  ];
  expect(promised.filter((file) => !files.includes(file))).toEqual([]);
});

it('holds nothing outside build/, so no test, fixture or chart of ours', () => {
  const allowed = ['LICENSE', 'README.md', 'package.json'];
  const strange = files.filter((file) => !file.startsWith('build/') && !allowed.includes(file));
  expect(strange).toEqual([]);
});

it('asks nobody who installs it, from a tarball or Git, to allow a script', () => {
  const { scripts }: { readonly scripts: object } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  // `dependencies` is npm's for the repository itself: it builds after `npm ci`, and never where this is a dependency.
  const run = ['preinstall', 'install', 'postinstall', 'prepare'];
  expect(Object.keys(scripts).filter((name) => run.includes(name))).toEqual([]);
});

it('holds no file left over from an earlier build', () => {
  const code = files.filter((file) => file.endsWith('.js'));
  const text = code.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
  const entries = ['build/index.js', 'build/bundler.js', 'build/cli/main.js'];
  const unused = code.filter((file) => !entries.includes(file) && !text.includes(basename(file)));
  expect(unused).toEqual([]);
  const sourceless = files
    .filter((file) => file.endsWith('.d.ts'))
    .map((file) => file.replace(/^build\//, 'lib/').replace(/\.d\.ts$/, '.ts'))
    .filter((source) => !existsSync(join(root, source)));
  expect(sourceless).toEqual([]);
});

it('declares nothing by way of valibot, whose types need a newer library than a stock project has', () => {
  const declarations = files.filter((file) => file.endsWith('.d.ts'));
  const leaking = declarations.filter((file) =>
    readFileSync(join(root, file), 'utf8').includes("from 'valibot'"),
  );
  // Mark what is exported for our own use with `@internal`.
  expect(leaking).toEqual([]);
});
