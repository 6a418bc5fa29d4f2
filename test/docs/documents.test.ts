// What the documents promise exists: their links lead somewhere, and the scripts they name can be run.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layers } from '../../lint/layers.ts';

const root = join(import.meta.dirname, '../..');
const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
});
const files = listed.split('\n').filter((file) => file !== '' && existsSync(join(root, file)));
const documents = files.filter((file) => file.endsWith('.md'));
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** The links of a document that lead to no file; addresses and anchors apart. */
const brokenLinks = (file: string, text: string): readonly string[] =>
  [...text.matchAll(/\]\((?<target>[^)#\s]+)/g)]
    .map((match) => match.groups?.['target'] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => !existsSync(join(root, dirname(file), target)));

/** The scripts a document tells a reader to run and package.json does not have. */
const missingScripts = (text: string, scripts: readonly string[]): readonly string[] =>
  [...text.matchAll(/\bnpm run (?<script>[a-z][\w:-]*[a-z])/g)]
    .map((match) => match.groups?.['script'] ?? '')
    .filter((script) => !scripts.includes(script));

describe('documents', () => {
  it('no link leads nowhere', () => {
    expect(documents.length).toBeGreaterThan(5);
    const broken = documents.flatMap((file) =>
      brokenLinks(file, textOf(file)).map((target) => `${file}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('a planted link to nowhere is found', () => {
    const text = '[a](nowhere.md) [b](README.md#x) [c](https://example.com/) [d](#here)';
    expect(brokenLinks('docs/adr/x.md', text)).toEqual(['nowhere.md']);
  });

  it('no script is named that cannot be run', () => {
    const manifest: { readonly scripts: object } = JSON.parse(textOf('package.json'));
    const scripts = Object.keys(manifest.scripts);
    // Documents of a variant or a rule speak to users, whose scripts are theirs.
    const ours = documents.filter((file) => !file.startsWith('lib/'));
    const missing = ours.flatMap((file) =>
      missingScripts(textOf(file), scripts).map((script) => `${file}: ${script}`),
    );
    expect(missing).toEqual([]);
    expect(missingScripts('`npm run nothing`, `npm run check`', scripts)).toEqual(['nothing']);
  });

  it('the layer table of docs/architecture.md names every layer of lint/layers.ts', () => {
    const table = textOf('docs/architecture.md');
    const forgotten = layers
      .filter(({ path }) => path.startsWith('lib/'))
      .map(({ path }) => path.replace(/^lib\//, ''))
      .filter((path) => !new RegExp(`\`${path}(/[^\`]*)?\``).test(table));
    expect(forgotten).toEqual([]);
  });

  it('every decision record is in its list', () => {
    const list = textOf('docs/adr/README.md');
    const records = files.filter((file) => /^docs\/adr\/\d/.test(file));
    expect(records.filter((file) => !list.includes(file.replace('docs/adr/', '')))).toEqual([]);
  });

  it('nothing names a folder of the machine it was written on', () => {
    const machine = /(?<![\w.])\/(?:root|work|home\/\w+)\/|\/Users\/\w+\//;
    const texts = files.filter((file) => /\.(?:md|ts|json|yaml|jsonc)$/.test(file));
    expect(texts.filter((file) => machine.test(textOf(file)))).toEqual([]);
  });
});
