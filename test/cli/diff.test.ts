// `slipway diff` against real commits: exit codes, formats, and what is refused without a word of permission.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diffCommand } from '../../lib/cli/commands/diff.ts';
import { releaseSetCommand } from '../../lib/cli/commands/release/set.ts';
import { defineService, undecided } from '../../lib/index.ts';
import { SHOP, TICKETS } from '../release/releases.ts';
import { folder, standardError } from '../support/app-output.ts';
import { project, rebundle, run, synthesise } from './project.ts';

const [shop, tickets] = [defineService(SHOP), defineService(TICKETS)];
const before = process.cwd();
let root = before;

const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: root,
    stdio: 'pipe',
    encoding: 'utf8',
  });

beforeEach(() => {
  standardError();
  root = folder();
  process.chdir(root);
  project(root, [shop]);
  git('init', '-q');
  synthesise([shop]);
  git('add', '.');
  git('commit', '-q', '-m', 'first');
});
afterEach(() => process.chdir(before));

const release = async (image: string) => {
  await run(releaseSetCommand, 'shop', image, '-e', 'production');
  rebundle(root, [shop]);
};

describe('slipway diff', () => {
  test('exits with 0 and says so when nothing changes', async () => {
    expect(await run(diffCommand)).toEqual({
      exitCode: 0,
      stdout: 'Nothing changes.\n',
      stderr: '',
    });
  });

  test('exits with 1 and tells what a release will do', async () => {
    await release('1.5.0');
    expect(await run(diffCommand)).toMatchObject({ exitCode: 1, stderr: '' });
    expect((await run(diffCommand)).stdout).toMatchInlineSnapshot(`
      "production
        rolling restart
          Deployment/shop-web: 2 pods are replaced in at most 2 waves of 1, which takes at most 8 min.

        ~ Deployment/shop-web (shop-production)
            spec.template.spec.containers[web].image: ghcr.io/acme/shop:1.4.2 → ghcr.io/acme/shop:1.5.0
      "
    `);
  });

  test('prints data and Markdown', async () => {
    await release('1.5.0');
    const json = await run(diffCommand, '--format', 'json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      version: 1,
      against: git('rev-parse', 'HEAD').trim(),
      changes: [
        {
          environment: 'production',
          object: 'Deployment/shop-web',
          action: 'changed',
          effects: [{ kind: 'restart' }],
        },
      ],
    });
    expect((await run(diffCommand, '--format', 'markdown')).stdout).toContain(
      '| **rolling restart** | `Deployment/shop-web` |',
    );
  });

  test('compares with any commit, and in one environment', async () => {
    await release('1.5.0');
    synthesise([shop]);
    git('add', '.');
    git('commit', '-q', '-m', 'second');
    expect(await run(diffCommand)).toMatchObject({ exitCode: 0 });
    expect(await run(diffCommand, '--against', 'HEAD~1')).toMatchObject({ exitCode: 1 });
    expect(await run(diffCommand, '--against', 'HEAD~1', '-e', 'staging')).toMatchObject({
      exitCode: 0,
    });
  });

  test('before anything was synthesised everything is new', async () => {
    git('rm', '-rq', '--cached', 'dist');
    git('commit', '-q', '-m', 'none');
    const all = await run(diffCommand);
    expect(all).toMatchObject({ exitCode: 1 });
    expect(all.stdout).toContain('+ Deployment/shop-web');
    expect(all.stdout).not.toContain('~');
  });

  test('refuses what is destructive, still showing it, until it is allowed', async () => {
    rebundle(root, [tickets]);
    const refused = await run(diffCommand);
    expect(refused).toMatchObject({ exitCode: 2 });
    expect(refused.stderr).toContain('SW7022');
    expect(refused.stdout).toContain('stops for good');
    expect(await run(diffCommand, '--allow', 'destructive')).toMatchObject({
      exitCode: 1,
      stderr: '',
    });
  });

  test.each([
    ['a commit that does not exist', ['--against', 'nowhere'], 'SW7020'],
    ['an option in place of a commit', ['--against=--output=x'], 'SW7020'],
    ['an environment that does not exist', ['-e', 'moon'], 'production'],
    ['a format that does not exist', ['--format', 'xml'], 'text, markdown, json'],
    ['to allow anything else', ['--allow', 'everything'], 'destructive'],
  ])('refuses %s', async (_, args, part) => {
    const outcome = await run(diffCommand, ...args);
    expect(outcome).toMatchObject({ exitCode: 2, stdout: '' });
    expect(outcome.stderr).toContain(part);
  });

  test('refuses descriptions with errors, in data too', async () => {
    const broken = defineService({ ...SHOP, config: { NAME: undecided('nobody knows') } });
    rebundle(root, [broken]);
    expect(await run(diffCommand)).toMatchObject({ exitCode: 2, stdout: '' });
    const json = await run(diffCommand, '--format', 'json');
    expect(json).toMatchObject({ exitCode: 2, stderr: '' });
    expect(JSON.parse(json.stdout).diagnostics.length).toBeGreaterThan(0);
  });

  test('refuses manifests of a commit that are not YAML, with the line', async () => {
    writeFileSync(join(root, 'dist/manifests/production/shop.k8s.yaml'), 'a: 1\nb: [\n');
    git('add', '.');
    git('commit', '-q', '-m', 'broken');
    const outcome = await run(diffCommand);
    expect(outcome).toMatchObject({ exitCode: 2 });
    expect(outcome.stderr).toMatch(
      /SW7021.*\n?.*dist\/manifests\/production\/shop\.k8s\.yaml:[23]/,
    );
  });

  test('refuses to work where there is no repository', async () => {
    rmSync(join(root, '.git'), { recursive: true });
    process.env['GIT_CEILING_DIRECTORIES'] = root;
    const outcome = await run(diffCommand);
    delete process.env['GIT_CEILING_DIRECTORIES'];
    expect(outcome).toMatchObject({ exitCode: 2 });
    expect(outcome.stderr).toContain('SW7020');
  });
});
