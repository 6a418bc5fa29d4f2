/** Layer 0: writes configuration for uWSGI's ini reader, which knows no quotes: what it would read differently is refused. */

/** A section: its name and its options in order; an option may be repeated (`attach-daemon`). */
export interface IniSection {
  readonly name: string;
  readonly options: readonly (readonly [key: string, value: string | number | boolean])[];
}

/**
 * Writes sections of `key = value` lines, values taken literally: `%` is doubled, since uWSGI silently drops `%Y` and the
 * like, except in `%(name)`, its placeholder. `$(NAME)` and `@(file)` stay and are expanded by uWSGI.
 * @throws RangeError for line breaks, blanks around a value, and keys that would be read as comments or sections
 * @see https://github.com/unbit/uwsgi/blob/2.0.30/core/ini.c and magic_sub in core/utils.c
 */
export function toIni(sections: readonly IniSection[]): string {
  return sections.map(section).join('\n');
}

function section({ name, options }: IniSection): string {
  if (!/^[\w.-]+$/.test(name))
    refuse(`the section name ${JSON.stringify(name)}`, 'letters, digits, _ . and - are possible');
  return [`[${name}]`, ...options.map(([key, value]) => option(key, String(value))), ''].join('\n');
}

function option(key: string, value: string): string {
  // ';' and '#' begin comments and '[' a section only at the start of a line, which is always the key.
  if (!/^[A-Za-z][\w.-]*$/.test(key))
    refuse(
      `the key ${JSON.stringify(key)}`,
      'a letter, then letters, digits, _ . and - are possible',
    );
  const where = `the value ${JSON.stringify(value)} of ${key}`;
  if (/[\r\n\0]/.test(value) || !value.isWellFormed()) refuse(where, 'it must be one line of text');
  if (/^[ \t]|[ \t]$/.test(value)) refuse(where, 'blanks at either end would be lost');
  return `${key} = ${value.replace(/%(?!\()/g, '%%')}`.trimEnd();
}

function refuse(what: string, why: string): never {
  throw new RangeError(`cannot write ${what} as ini: ${why}`);
}
