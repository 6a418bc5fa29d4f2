/** servers › uwsgi: variables that begin with UWSGI_, each of which is an option. */

import type { OverridingVariables } from '../overriding-variables.ts';
import { settingInstead } from '../setting-findings.ts';
import { UWSGI_SETTINGS } from './options.ts';

const PREFIX = 'UWSGI_';

/** Names that are no options. @see core/utils.c parse_sys_envs of 2.0.31 */
const OTHERS: ReadonlySet<string> = new Set([
  ...['UWSGI_BROODLORD_NUM', 'UWSGI_EMPEROR_FD', 'UWSGI_EMPEROR_FD_CONFIG', 'UWSGI_EMPEROR_PROXY'],
  ...['UWSGI_JAIL_PID', 'UWSGI_ORIGINAL_PROC_NAME', 'UWSGI_RELOADS', 'UWSGI_VASSALS_DIR'],
]);

/**
 * The file wins where it says an option itself; what it does not say, or says as a list, comes from the variable, and with
 * a name that is none uWSGI does not start. @see core/utils.c parse_sys_envs and env_to_arg of 2.0.31; tried with 2.0.30
 */
export const UWSGI_VARIABLES: OverridingVariables = {
  of: 'uWSGI',
  instead: (name) =>
    name.startsWith(PREFIX) && !OTHERS.has(name)
      ? settingInstead(optionOf(name.slice(PREFIX.length)), UWSGI_SETTINGS)
      : undefined,
};

function optionOf(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}
