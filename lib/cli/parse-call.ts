/** cli › call: reads the command line of one command; a mistake is answered with what is accepted. */

import { parseArgs } from 'node:util';
import { nearestName } from '../index.ts';
import type { Call, Command } from './command.ts';

/** What a command was called with, or why that makes no sense. */
export type ParsedCall =
  | { readonly ok: true; readonly call: Call; readonly help: boolean }
  | { readonly ok: false; readonly problem: string };

/** Reads options and positional arguments. */
export function parseCall(command: Command, args: readonly string[], color: boolean): ParsedCall {
  const options = {
    ...Object.fromEntries(
      Object.entries(command.options).map(([name, { type, short }]) => [
        name,
        { type, ...(short === undefined ? {} : { short }) },
      ]),
    ),
    help: { type: 'boolean', short: 'h' } as const,
  };
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const given: Record<string, string | boolean | undefined> = {};
    for (const [name, value] of Object.entries(values)) {
      if (typeof value === 'string' || typeof value === 'boolean') given[name] = value;
    }
    if (given['help'] === true)
      return { ok: true, help: true, call: { positionals, options: given, color } };
    const problem = problemOf(command, positionals, given);
    return problem === undefined
      ? { ok: true, help: false, call: { positionals, options: given, color } }
      : { ok: false, problem };
  } catch (error) {
    return { ok: false, problem: unknownOption(command, error) };
  }
}

function problemOf(
  command: Command,
  positionals: readonly string[],
  given: Readonly<Record<string, string | boolean | undefined>>,
): string | undefined {
  const required = command.arguments.filter((argument) => argument.startsWith('<'));
  if (positionals.length < required.length) {
    return `${required.slice(positionals.length).join(' ')} is missing.`;
  }
  if (positionals.length > command.arguments.length) {
    return `\`${positionals[command.arguments.length] ?? ''}\` is one argument too many.`;
  }
  for (const [name, { choices }] of Object.entries(command.options)) {
    const value = given[name];
    if (choices !== undefined && typeof value === 'string' && !choices.includes(value)) {
      return `--${name} is one of ${choices.join(', ')}; \`${value}\` is not.`;
    }
  }
  return undefined;
}

function unknownOption(command: Command, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const option = /Unknown option '-*([^']*)'/.exec(message)?.[1];
  if (option === undefined) return message;
  const known = [...Object.keys(command.options), 'help'];
  const nearest = nearestName(option, known);
  return nearest === undefined
    ? `There is no option --${option}; known: ${known.map((name) => `--${name}`).join(', ')}.`
    : `There is no option --${option}: did you mean --${nearest}?`;
}
