/** cli › releases: options that every command about releases takes. */

import type { Call, OptionSpec } from './command.ts';

/** The environment that is meant. */
export const environmentOption: OptionSpec = {
  type: 'string',
  short: 'e',
  value: 'name',
  help: 'Environment; may be left out where there is only one.',
};

/** Print data instead of text. */
export const jsonOption: OptionSpec = { type: 'boolean', help: 'Print JSON.' };

/** Say what would happen only. */
export const dryRunOption: OptionSpec = {
  type: 'boolean',
  help: 'Say what would happen, write nothing.',
};

/** The value of an option that takes one. */
export function textOption({ options }: Call, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}
