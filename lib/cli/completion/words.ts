/** cli › completion: what may follow what, as every shell is told of it; made from the table of commands. */

import type { Command } from '../command.ts';

/** What may stand after a command. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
}

/** An option with the values it takes. */
export interface CompletedOption {
  /** As typed: `--format`, `-e`. */
  readonly spellings: readonly string[];
  readonly help: string;
  /** Values, `environments` for those that were synthesised, or none when it stands alone. */
  readonly values?: readonly string[] | 'environments' | 'anything';
}

/** What a shell has to know. */
export interface Completion {
  /** Words a command line begins with. */
  readonly first: readonly { readonly name: string; readonly summary: string }[];
  /** Second words of groups, such as `set` of `release`. */
  readonly groups: Readonly<
    Record<string, readonly { readonly name: string; readonly summary: string }[]>
  >;
  readonly commands: readonly CompletedCommand[];
}

/** The words of all commands. */
export function completionOf(commands: readonly Command[]): Completion {
  const parts = commands.map((command) => ({ command, words: command.name.split(' ') }));
  const firsts = [...new Set(parts.map(({ words }) => words[0] ?? ''))];
  const groups = firsts.flatMap((first) => {
    const own = parts.filter(({ words }) => words[0] === first && words.length > 1);
    return own.length === 0 ? [] : [[first, own] as const];
  });
  return {
    first: firsts.map((name) => {
      const single = commands.find((command) => command.name === name);
      const group = groups.find(([first]) => first === name)?.[1] ?? [];
      const names = group.map(({ words }) => words[1] ?? '').join(', ');
      return { name, summary: single?.summary ?? `Commands: ${names}.` };
    }),
    groups: Object.fromEntries(
      groups.map(([first, own]) => [
        first,
        own.map(({ command, words }) => ({ name: words[1] ?? '', summary: command.summary })),
      ]),
    ),
    commands: commands.map(({ name, summary, options }) => ({
      ...{ name, summary },
      options: [
        ...Object.entries(options).map(([long, option]) => ({
          spellings: [...(option.short === undefined ? [] : [`-${option.short}`]), `--${long}`],
          help: option.help,
          ...(option.type === 'boolean'
            ? {}
            : {
                values:
                  option.choices ??
                  (long === 'environment' ? ('environments' as const) : ('anything' as const)),
              }),
        })),
        { spellings: ['-h', '--help'], help: 'Show this help.' },
      ],
    })),
  };
}

/** Prints the environments of what was synthesised, one on each line; nothing is run for it. */
export const ENVIRONMENTS = '(cd dist/manifests 2>/dev/null && command ls -d */ | tr -d /)';
