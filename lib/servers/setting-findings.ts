/** servers: settings an author passes through to a server although they are derived. */

import type { Finding } from '../model/finding.ts';

/** Settings that are derived, each with what an author does instead. */
export type DerivedSettings = ReadonlyMap<string, string>;

/** Derived settings are refused. Raises SW2001. */
export function derivedSettingFindings(
  settings: Readonly<Record<string, unknown>> | undefined,
  derived: DerivedSettings,
  process: string,
): readonly Finding[] {
  return Object.keys(settings ?? {}).flatMap((name): readonly Finding[] => {
    const instead = derived.get(name);
    return instead === undefined
      ? []
      : [
          {
            code: 'SW2001',
            name: 'server-setting-derived',
            severity: 'error',
            path: `${process}.server.settings.${name}`,
            message: `\`${name}\` is derived and cannot be set here.`,
            because: 'Values that depend on one another would contradict each other.',
            fix: instead,
          },
        ];
  });
}

/** What to write instead of an option: what is derived has a way of its own, the rest goes into `settings`. */
export function settingInstead(name: string, derived: DerivedSettings): string {
  return derived.get(name) ?? `Write it in the server: \`settings: { '${name}': … }\`.`;
}
