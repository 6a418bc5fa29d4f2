/** cli › find: the command a command line begins with; names of two words form groups, e.g. `release set`. */

import type { Command } from './command.ts';

/** The command with what follows its name, the commands of a group that was named alone, or a name that is not known. */
export type FoundCommand =
  | { readonly kind: 'command'; readonly command: Command; readonly rest: readonly string[] }
  | { readonly kind: 'group'; readonly commands: readonly Command[]; readonly isHelp: boolean }
  | { readonly kind: 'unknown'; readonly name: string; readonly known: readonly string[] };

/** Looks a command up. */
export function findCommand(commands: readonly Command[], args: readonly string[]): FoundCommand {
  const [first = '', second] = args;
  const single = commands.find(({ name }) => name === first);
  if (single !== undefined) return { kind: 'command', command: single, rest: args.slice(1) };
  const group = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (first === '' || group.length === 0) {
    const known = [...new Set(commands.map(({ name }) => name.split(' ', 1).join('')))];
    return { kind: 'unknown', name: first, known };
  }
  const command = group.find(({ name }) => name === `${first} ${second ?? ''}`);
  if (command !== undefined) return { kind: 'command', command, rest: args.slice(2) };
  const isHelp = second === '--help' || second === '-h';
  return second === undefined || isHelp
    ? { kind: 'group', commands: group, isHelp }
    : { kind: 'unknown', name: `${first} ${second}`, known: group.map(({ name }) => name) };
}
