// Completion, really asked of zsh and fish.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const command = join(import.meta.dirname, '../../build/cli/main.js');
const cwd = mkdtempSync(join(tmpdir(), 'slipway-completion-'));
afterAll(() => rmSync(cwd, { recursive: true }));
beforeAll(() => {
  for (const environment of ['staging', 'production']) {
    mkdirSync(join(cwd, 'dist/manifests', environment), { recursive: true });
  }
  for (const shell of ['zsh', 'fish']) {
    writeFileSync(
      join(cwd, `completion.${shell}`),
      execFileSync(process.execPath, [command, 'completion', shell], { encoding: 'utf8' }),
    );
  }
});

const ask = (shell: string, ...args: readonly string[]) =>
  execFileSync(shell, args, { cwd, encoding: 'utf8', env: { ...process.env, HOME: cwd } })
    .trim()
    .split('\n')
    .map((line) => line.split('\t')[0] ?? '')
    .filter((word) => word !== '')
    .toSorted();

const CASES: readonly (readonly [string, readonly string[]])[] = [
  ['slipway rel', ['release']],
  ['slipway release r', ['rollback']],
  ['slipway release set --d', ['--dry-run']],
  ['slipway diff --format m', ['markdown']],
  ['slipway diff --environment ', ['production', 'staging']],
  ['slipway nonsense --', []],
];

describe('zsh', () => {
  // The line editor hands over what stands in these variables, and takes words by compadd.
  const asked = `compdef() { : }; source ./completion.zsh
    compadd() { shift; print -rl -- \${(M)@:#\${words_typed[-1]}*} }
    words_typed=("$@"); offer() { local -a words=("$@"); local CURRENT=$#words; _slipway }; offer "$@"`;
  test.each(CASES)('offers for `%s`: %j', (line, words) => {
    expect(ask('zsh', '-f', '-c', asked, 'zsh', ...line.split(' '))).toEqual(words);
  });
});

describe('fish', () => {
  test.each(CASES)('offers for `%s`: %j', (line, words) => {
    expect(
      ask('fish', '--no-config', '-c', `source ./completion.fish; complete -C '${line}'`),
    ).toEqual(words);
  });
});
