// Completion, really asked of bash; and help: every command has examples that it accepts.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { docsCommand } from '../../lib/cli/commands/docs.ts';
import { COMMANDS } from '../../lib/cli/commands.ts';
import { completionCommand } from '../../lib/cli/commands/completion.ts';
import { findCommand } from '../../lib/cli/find-command.ts';
import { helpFor } from '../../lib/cli/help.ts';
import { parseCall } from '../../lib/cli/parse-call.ts';
import { folder } from '../support/app-output.ts';
import { run } from './project.ts';

const completion = completionCommand(() => COMMANDS);
const scriptOf = async (shell: string) => (await run(completion, shell)).stdout;

/** What bash offers for a command line that ends where the cursor is. */
function offered(script: string, line: string, cwd: string): readonly string[] {
  const file = join(cwd, 'completion.bash');
  writeFileSync(file, script);
  const words = line.split(' ');
  const ask = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _slipway; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['--norc', '-c', ask, 'bash', file, ...words], {
    cwd,
    encoding: 'utf8',
  })
    .trim()
    .split('\n')
    .filter((word) => word !== '');
}

describe('completion in bash', () => {
  test.each([
    ['slipway rel', ['release']],
    ['slipway release r', ['rollback']],
    ['slipway release set --d', ['--dry-run']],
    ['slipway diff --format m', ['markdown']],
    ['slipway diff --format ', ['text', 'markdown', 'json']],
    ['slipway diff -e ', ['production', 'staging']],
    ['slipway release promote shop -e prod', ['production']],
    ['slipway nonsense ', []],
    ['slipway release nonsense --', []],
  ])('of `%s` offers %j', async (line, words) => {
    const cwd = folder();
    for (const environment of ['staging', 'production']) {
      mkdirSync(join(cwd, 'dist/manifests', environment), { recursive: true });
    }
    expect(offered(await scriptOf('bash'), line, cwd)).toEqual(words);
  });

  test('offers no environments where nothing was synthesised, and says nothing', async () => {
    expect(offered(await scriptOf('bash'), 'slipway diff -e ', folder())).toEqual([]);
  });

  test('knows every command', async () => {
    const script = await scriptOf('bash');
    for (const { name } of COMMANDS) {
      const [first = '', second] = name.split(' ');
      const words = offered(
        script,
        second === undefined ? 'slipway ' : `slipway ${first} `,
        folder(),
      );
      expect(words).toContain(second ?? first);
    }
  });

  test.each([
    ['tcsh', 'bash, zsh, fish'],
    ['basch', 'did you mean `bash`'],
    ['constructor', 'bash, zsh, fish'],
  ])('of %s is refused with what there is', async (shell, part) => {
    const outcome = await run(completion, shell);
    expect(outcome).toMatchObject({ exitCode: 2, stdout: '' });
    expect(outcome.stderr).toContain(part);
  });
});

describe('help', () => {
  test.each(COMMANDS.map((command) => [command.name, command] as const))(
    'of %s has examples that the command accepts',
    (_, command) => {
      expect(helpFor(command)).toContain('Examples:');
      expect(command.examples.length).toBeGreaterThan(0);
      for (const example of command.examples) {
        const call = /\bslipway ([^&|>)"#]*)/.exec(example)?.[1]?.trim() ?? '';
        const found = findCommand(COMMANDS, call.split(/\s+/));
        expect(found).toMatchObject({ kind: 'command', command: { name: command.name } });
        if (found.kind === 'command') {
          expect(parseCall(command, found.rest, false)).toMatchObject({ ok: true });
        }
      }
    },
  );

  test.each(docsCommand.examples)('%s prints a page', async (example) => {
    const outcome = await run(docsCommand, ...example.split(' ').slice(2));
    expect(outcome).toMatchObject({ exitCode: 0 });
  });
});
