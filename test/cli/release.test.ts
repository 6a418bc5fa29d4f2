// The commands of releases as they are typed: what they print, how they exit, and what they leave in the file.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defineService } from '../../lib/index.ts';
import { releaseAbortCommand } from '../../lib/cli/commands/release/abort.ts';
import { releaseHistoryCommand } from '../../lib/cli/commands/release/history.ts';
import { releasePromoteCommand } from '../../lib/cli/commands/release/promote.ts';
import { releaseRollbackCommand } from '../../lib/cli/commands/release/rollback.ts';
import { releaseSetCommand } from '../../lib/cli/commands/release/set.ts';
import { releaseShowCommand } from '../../lib/cli/commands/release/show.ts';
import { findCommand } from '../../lib/cli/find-command.ts';
import { SHOP, TICKETS } from '../release/releases.ts';
import { folder } from '../support/app-output.ts';
import { project, run } from './project.ts';

const services = [defineService(SHOP), defineService(TICKETS)];
const before = process.cwd();
let root = before;

beforeEach(() => {
  root = folder();
  process.chdir(root);
  project(root, services);
});
afterEach(() => process.chdir(before));

const file = () => readFileSync(join(root, 'releases/production.yaml'), 'utf8');

describe('the commands of releases', () => {
  test('lead from a new version to production and back, each in one line', async () => {
    const lines: string[] = [];
    const take = async (...of: Parameters<typeof run>) => {
      const { stdout, exitCode, stderr } = await run(...of);
      expect([exitCode, stderr]).toEqual([0, '']);
      lines.push(stdout.split('\n', 1).join(''));
    };
    await take(releaseSetCommand, 'shop', 'ghcr.io/acme/shop:1.5.0', '-e', 'production');
    await take(releaseSetCommand, 'tickets', '3.2.0', '-e', 'production');
    await take(releasePromoteCommand, 'tickets', '-e', 'production');
    await take(releasePromoteCommand, 'tickets', '-e', 'production');
    await take(releaseRollbackCommand, 'tickets', '-e', 'production');
    await take(releaseRollbackCommand, 'shop', '--to', '1', '-e', 'production');
    expect(lines).toMatchInlineSnapshot(`
      [
        "shop in production: 1.4.2 → 1.5.0: pods are replaced in place once it is applied.",
        "tickets in production: 3.2.0 is staged in green for a preview; blue keeps serving 3.1.0.",
        "tickets in production: green grows with 3.2.0 until it can carry the load; blue keeps serving 3.1.0.",
        "tickets in production: traffic switches from blue (3.1.0) to green (3.2.0); blue stays warm for a way back. Apply it only when green is as large and ready as blue.",
        "tickets in production: traffic switches back from green (3.2.0) to blue (3.1.0), which is still warm.",
        "shop in production: back from 1.5.0 to 1.4.2: pods are replaced in place once it is applied.",
      ]
    `);
    const shown = await run(releaseShowCommand);
    expect(shown.stdout).toMatchInlineSnapshot(`
      "shop in staging: 1.4.2 (by the description, no release file yet)
      tickets in staging: 3.1.0 in blue serves, 3.1.0 in green is idle · phase stable · next: set, rollback (by the description, no release file yet)
      shop in production: 1.4.2
      tickets in production: 3.1.0 in blue serves, 3.2.0 in green stays warm · phase promote · next: promote (hold), rollback
      "
    `);
    const history = await run(releaseHistoryCommand, 'shop', '-e', 'production');
    expect(history.stdout).toBe('shop in production: 1.4.2\n  1  1.5.0  (rolled back)\n');
  });

  test('with --dry-run say the same and write nothing', async () => {
    const { stdout, exitCode } = await run(
      releaseSetCommand,
      ...['shop', '1.5.0', '-e', 'production', '--dry-run'],
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('1.4.2 → 1.5.0');
    expect(existsSync(join(root, 'releases'))).toBe(false);
  });

  test('with --json print data, of what went well and of what did not', async () => {
    const well = await run(releaseSetCommand, 'shop', '2.0', '-e', 'production', '--json');
    expect(JSON.parse(well.stdout)).toEqual({
      service: 'shop',
      environment: 'production',
      file: 'releases/production.yaml',
      dryRun: false,
      changed: true,
      says: '1.4.2 → 2.0: pods are replaced in place once it is applied.',
      after: { image: { tag: '2.0' }, history: [{ tag: '1.4.2' }] },
    });
    const refused = await run(releaseAbortCommand, 'shop', '-e', 'production', '--json');
    expect(refused).toMatchObject({ exitCode: 1, stderr: '' });
    expect(JSON.parse(refused.stdout)).toMatchObject({ diagnostics: [{ code: 'SW7012' }] });
    const shown = await run(releaseShowCommand, 'shop', '-e', 'production', '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject([{ release: { image: { tag: '2.0' } } }]);
    const history = await run(releaseHistoryCommand, 'shop', '--json');
    expect(JSON.parse(history.stdout)).toContainEqual({
      service: 'shop',
      environment: 'production',
      history: [{ tag: '1.4.2' }],
    });
  });

  test('given at once lose nothing', async () => {
    await Promise.all([
      run(releaseSetCommand, 'shop', '1.5.0', '-e', 'production'),
      run(releaseSetCommand, 'tickets', '3.2.0', '-e', 'production'),
      run(releaseSetCommand, 'shop', '1.6.0', '-e', 'production'),
    ]);
    expect(file()).toContain('tag: 1.5.0');
    expect(file()).toContain('tag: 1.6.0');
    expect(file()).toContain('tag: 3.2.0');
  });

  test.each([
    ['an environment that is left out', ['shop', '1'], 2, 'staging, production'],
    ['an environment that is misspelt', ['shop', '1', '-e', 'prodution'], 2, '`production`'],
    ['a service that is misspelt', ['shpo', '1', '-e', 'production'], 1, 'SW7014'],
    ['an image that is not given', ['shop', '-e', 'production'], 2, '<image>'],
    ['another repository', ['shop', 'acme/shop:1', '-e', 'production'], 1, 'SW7013'],
  ])('refuse %s', async (_, args, exitCode, part) => {
    const outcome = await run(releaseSetCommand, ...args);
    expect(outcome.exitCode).toBe(exitCode);
    expect(outcome.stderr).toContain(part);
    expect(existsSync(join(root, 'releases/production.yaml'))).toBe(false);
  });

  test('refuse a number that is none', async () => {
    for (const to of ['0', '-1', 'x', '1.5']) {
      const outcome = await run(releaseRollbackCommand, 'shop', `--to=${to}`, '-e', 'production');
      expect(outcome).toMatchObject({ exitCode: 2, stdout: '' });
    }
  });

  test('refuse a file that is malformed and leave it as it is', async () => {
    await run(releaseSetCommand, 'shop', '1.5.0', '-e', 'production');
    writeFileSync(join(root, 'releases/production.yaml'), 'version: [');
    for (const command of [releasePromoteCommand, releaseShowCommand, releaseHistoryCommand]) {
      const outcome = await run(command, 'shop', '-e', 'production');
      expect(outcome).toMatchObject({ exitCode: 1 });
      expect(outcome.stderr).toContain('SW7002');
    }
    expect(file()).toBe('version: [');
  });

  test('show nothing of a service that does not exist', async () => {
    expect(await run(releaseShowCommand, 'nobody')).toMatchObject({ exitCode: 1, stdout: '' });
  });
});

describe('finding a command', () => {
  const commands = [releaseSetCommand, releaseShowCommand];

  test('takes two words for a command of a group', () => {
    expect(findCommand(commands, ['release', 'set', 'shop'])).toEqual({
      kind: 'command',
      command: releaseSetCommand,
      rest: ['shop'],
    });
  });
  test('shows the group when it is named alone', () => {
    expect(findCommand(commands, ['release'])).toMatchObject({ kind: 'group', isHelp: false });
    expect(findCommand(commands, ['release', '-h'])).toMatchObject({ kind: 'group', isHelp: true });
  });
  test('knows no other name', () => {
    expect(findCommand(commands, ['release', 'sett'])).toEqual({
      kind: 'unknown',
      name: 'release sett',
      known: ['release set', 'release show'],
    });
    for (const args of [[], [''], ['releas'], ['set']]) {
      expect(findCommand(commands, args)).toMatchObject({ kind: 'unknown', known: ['release'] });
    }
  });
});
