/** servers › gunicorn: GUNICORN_CMD_ARGS, which wins over the configuration file. */

import type { OverridingVariables } from '../overriding-variables.ts';
import { settingInstead } from '../setting-findings.ts';
import { GUNICORN_SETTINGS } from './settings.ts';

/** Letters of the command line that name derived settings. @see gunicorn/config.py `cli` of 27.0.1 */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ b: 'bind', w: 'workers', k: 'worker_class', t: 'timeout' },
};

/** @see gunicorn/app/base.py Application.load_config of 23.0.0 to 27.0.1: file, then variable, then command line */
export const GUNICORN_VARIABLES: OverridingVariables = {
  of: 'gunicorn',
  instead: (name, value = '') => (name === 'GUNICORN_CMD_ARGS' ? insteadOfFlags(value) : undefined),
};

function insteadOfFlags(value: string): string {
  const flags = [...value.matchAll(/(?:^|\s)(--([a-z][a-z-]*)|-([a-z])(?=[\s=\d]|$))/g)];
  const each = flags.flatMap(([, flag = '', long, letter = '']) => {
    const setting = long?.replaceAll('-', '_') ?? LETTERS[letter];
    return setting === undefined
      ? []
      : [`\`${flag}\`: ${settingInstead(setting, GUNICORN_SETTINGS.derived)}`];
  });
  return [
    'Say it in the options of the server instead.',
    ...(each.length === 0 ? ['`settings` takes what has no option of its own.'] : each),
  ].join(' ');
}
