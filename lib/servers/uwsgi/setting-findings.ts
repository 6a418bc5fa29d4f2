/** servers › uwsgi: options an author passes through that are derived, or that uWSGI does not know. */

import type { Finding } from '../../model/finding.ts';
import { settingFindings } from '../known-settings.ts';
import { UWSGI_OPTION_NAMES } from './option-names.ts';
import { UWSGI_SETTINGS, type UwsgiOptions } from './options.ts';

/** Options by which plugins are loaded, whose own options nobody knows here. @see plugins and autoload in core/uwsgi.c of 2.0.31 */
const LOADERS = [
  'autoload',
  'declare-option',
  'dlopen',
  'need-plugin',
  'need-plugins',
  'plugin',
  'plugins',
];

/** Raises SW2001 and SW2002, the latter as an error where no plugin could bring the option. */
export function uwsgiSettingFindings(
  settings: UwsgiOptions['settings'],
  process: string,
): readonly Finding[] {
  const extended = LOADERS.some((name) => settings?.[name] !== undefined);
  return settingFindings(
    settings,
    {
      of: extended ? 'uWSGI 2.0.31 and its own plugins' : 'uWSGI 2.0.31',
      derived: UWSGI_SETTINGS,
      free: UWSGI_OPTION_NAMES,
      unknown: extended
        ? 'In strict mode uWSGI does not start with an option that none of its plugins knows.'
        : 'In strict mode uWSGI does not start with an option it does not know.',
      complete: !extended,
    },
    process,
  );
}
