/** servers: settings an author passes through to a server that may not know them. */

import type { Finding } from '../model/finding.ts';
import { nearestName } from '../model/nearest-name.ts';
import { type DerivedSettings, derivedSettingFindings } from './setting-findings.ts';

/** What is known of the settings of a server. */
export interface KnownSettings {
  /** e.g. `gunicorn 23 to 27`. */
  readonly of: string;
  readonly derived: DerivedSettings;
  readonly free: readonly string[];
  /** What the server does with a name it does not know. */
  readonly unknown: string;
  /** Whether a name that is nearly one of these must be meant for it. Default: false, so that it is a doubt. */
  readonly complete?: boolean;
}

/** Derived settings are refused, unknown ones doubted. Raises SW2001 and SW2002. */
export function settingFindings(
  settings: Readonly<Record<string, unknown>> | undefined,
  known: KnownSettings,
  process: string,
): readonly Finding[] {
  const strange = Object.keys(settings ?? {}).filter(
    (name) => !known.derived.has(name) && !known.free.includes(name),
  );
  return [
    ...derivedSettingFindings(settings, known.derived, process),
    ...strange.map((name): Finding => {
      const nearest = nearestName(name, [...known.free, ...known.derived.keys()]);
      return {
        code: 'SW2002',
        name: 'server-setting-unknown',
        severity: known.complete === true && nearest !== undefined ? 'error' : 'warning',
        path: `${process}.server.settings.${name}`,
        message: `\`${name}\` is no setting of ${known.of}.`,
        because: known.unknown,
        ...(nearest === undefined ? {} : { fix: `Did you mean \`${nearest}\`?` }),
      };
    }),
  ];
}
