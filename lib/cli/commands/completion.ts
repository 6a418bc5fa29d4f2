/** cli › completion: what a shell has to know to complete a command line. */

import { nearestName } from '../../index.ts';
import { EXIT, type Call, type Command, type Outcome } from '../command.ts';
import { fishCompletion } from '../completion/fish.ts';
import { bashCompletion, zshCompletion } from '../completion/posix.ts';
import { type Completion, completionOf } from '../completion/words.ts';

const SHELLS: Readonly<Record<string, (completion: Completion) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** `slipway completion <shell>`; told of the table of commands, itself among them. */
export function completionCommand(commands: () => readonly Command[]): Command {
  return {
    name: 'completion',
    arguments: ['<shell>'],
    summary: 'Print completion of commands, options and environments for bash, zsh or fish.',
    options: {},
    examples: [
      'eval "$(slipway completion bash)"   # in ~/.bashrc',
      'eval "$(slipway completion zsh)"    # in ~/.zshrc, after compinit',
      'slipway completion fish > ~/.config/fish/completions/slipway.fish',
    ],
    run: (call) => Promise.resolve(run(call, commands())),
  };
}

function run({ positionals }: Call, commands: readonly Command[]): Outcome {
  const [shell = ''] = positionals;
  const known = Object.keys(SHELLS);
  const print = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
  if (print !== undefined) return { exitCode: EXIT.ok, stdout: print(completionOf(commands)) };
  const nearest = nearestName(shell, known);
  return {
    exitCode: EXIT.usage,
    stderr: `slipway completion: there is none for \`${shell}\`${nearest === undefined ? `, but for ${known.join(', ')}.` : `: did you mean \`${nearest}\`?`}\nE.g.: slipway completion ${nearest ?? 'bash'}\n`,
  };
}
