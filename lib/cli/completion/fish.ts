/** cli › completion › fish: one line for each word, with what it is for. */

import { type CompletedOption, type Completion, ENVIRONMENTS } from './words.ts';

/** Completion for fish. @see https://fishshell.com/docs/current/completions.html */
export function fishCompletion({ first, groups, commands }: Completion): string {
  const lines = [
    ...first.map(({ name, summary }) => word('__fish_use_subcommand', name, summary)),
    ...Object.entries(groups).flatMap(([group, entries]) =>
      entries.map(({ name, summary }) =>
        word(
          `${seen(group)}; and not __fish_seen_subcommand_from ${entries.map((entry) => entry.name).join(' ')}`,
          name,
          summary,
        ),
      ),
    ),
    ...commands.flatMap(({ name, options }) =>
      options.map((option) => optionLine(name.split(' ').map(seen).join('; and '), option)),
    ),
  ];
  return `# Completion of slipway for fish. Save as ~/.config/fish/completions/slipway.fish
complete -c slipway -f
${lines.join('\n')}
`;
}

function seen(name: string): string {
  return `__fish_seen_subcommand_from ${name}`;
}

function word(condition: string, name: string, summary: string): string {
  return `complete -c slipway -n ${quoted(condition)} -a ${name} -d ${quoted(summary)}`;
}

function optionLine(condition: string, { spellings, help, values }: CompletedOption): string {
  const names = spellings
    .map((spelling) =>
      spelling.startsWith('--') ? `-l ${spelling.slice(2)}` : `-s ${spelling.slice(1)}`,
    )
    .join(' ');
  const list =
    values === undefined
      ? ''
      : values === 'anything'
        ? ' -x'
        : ` -x -a ${values === 'environments' ? quoted(ENVIRONMENTS.replace('2>/dev/null && ', '2>/dev/null; and ')) : quoted(values.join(' '))}`;
  return `complete -c slipway -n ${quoted(condition)} ${names}${list} -d ${quoted(help)}`;
}

/** Within single quotes fish reads `\\\\` and `\\'` alone as more than they are. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
