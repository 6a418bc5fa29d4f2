/** cli › help: texts made from the table of commands, so that none is forgotten. */

import type { Command, OptionSpec } from './command.ts';

/** Help for the whole command line. */
export function overview(commands: readonly Command[], version: string): string {
  const width = Math.max(...commands.map((command) => signature(command).length));
  return [
    `slipway ${version}: describe a service once, get everything to deploy and run it.`,
    '',
    'Usage: slipway <command> [options]',
    '',
    'Commands:',
    ...commands.map((command) => `  ${signature(command).padEnd(width)}  ${command.summary}`),
    '',
    'Help on one: slipway <command> --help. Topics: slipway docs.',
    'Exit codes: 0 fine, 1 errors found (or warnings with --strict), 2 wrong usage, 70 a bug of slipway.',
    '',
  ].join('\n');
}

/** Help for one command. */
export function helpFor(command: Command): string {
  const all: Readonly<Record<string, OptionSpec>> = {
    ...command.options,
    help: { type: 'boolean', short: 'h', help: 'Show this help.' },
  };
  const options = Object.entries(all).map(([name, option]) => {
    const short = option.short === undefined ? '    ' : `-${option.short}, `;
    const value = option.value === undefined ? '' : ` <${option.value}>`;
    const choices = option.choices === undefined ? '' : ` (${option.choices.join(', ')})`;
    return { left: `  ${short}--${name}${value}`, right: `${option.help}${choices}` };
  });
  const width = Math.max(...options.map(({ left }) => left.length));
  return [
    command.summary,
    '',
    `Usage: slipway ${signature(command)} [options]`,
    '',
    'Options:',
    ...options.map(({ left, right }) => `${left.padEnd(width)}  ${right}`),
    '',
    'Examples:',
    ...command.examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}

function signature(command: Command): string {
  return [command.name, ...command.arguments].join(' ');
}
