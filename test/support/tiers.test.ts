// No test is forgotten: each is run by `npm test` or by exactly one slow tier, and every tier has a script.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, matchesGlob } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ViteUserConfig } from 'vitest/config';

const root = join(import.meta.dirname, '../..');
const find = (pattern: string): readonly string[] =>
  globSync(pattern, { cwd: root }).filter((file) => !file.startsWith('test/fixtures/'));

const includes = (config: ViteUserConfig, file: string): boolean => {
  const { include = [], exclude = [] } = config.test ?? {};
  const matches = (pattern: string): boolean => matchesGlob(file, pattern);
  return include.some(matches) && !exclude.some(matches);
};

const configurations = ['vitest.config.ts', ...find('test/**/vitest.config.ts')];
const tiers = await Promise.all(
  configurations.map(async (path) => {
    const module: { readonly default: ViteUserConfig } = await import(join(root, path));
    return { path, config: module.default };
  }),
);

describe('tiers of tests', () => {
  it('each test file is run by exactly one configuration', () => {
    const files = find('test/**/*.test.ts');
    expect(files.length).toBeGreaterThan(30);
    const homes = files.map((file) => ({
      file,
      run: tiers.filter(({ config }) => includes(config, file)).map(({ path }) => path),
    }));
    expect(homes.filter(({ run }) => run.length !== 1)).toEqual([]);
  });

  it('each configuration is run by a script whose name begins with test', () => {
    const manifest: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    );
    const commands = Object.entries(manifest.scripts)
      .filter(([name]) => name.startsWith('test'))
      .map(([, command]) => command);
    const idle = configurations
      .filter((path) => path !== 'vitest.config.ts')
      .filter((path) => !commands.some((command) => command.includes(dirname(path))));
    expect(idle).toEqual([]);
  });
});
