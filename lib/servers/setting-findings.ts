/** servers: settings an author passes through to a server, checked against what is derived and what the server knows. */

import type { Finding } from '../model/finding.ts';
import { nearestName } from '../model/shape.ts';

/** What is known of the settings of a server. */
export interface KnownSettings {
  /** e.g. `gunicorn 23 to 27`. */
  readonly of: string;
  /** Settings that are derived, and what an author does instead. */
  readonly derived: ReadonlyMap<string, string>;
  readonly free: readonly string[];
  /** What the server does with a name it does not know. */
  readonly unknown: string;
}

/** Derived settings are refused, unknown ones doubted. Raises SW2001 and SW2002. */
export function settingFindings(
  settings: Readonly<Record<string, unknown>> | undefined,
  known: KnownSettings,
  process: string,
): readonly Finding[] {
  return Object.keys(settings ?? {}).flatMap((name): readonly Finding[] => {
    const path = `${process}.server.settings.${name}`;
    const instead = known.derived.get(name);
    if (instead !== undefined) {
      return [
        {
          code: 'SW2001',
          name: 'server-setting-derived',
          severity: 'error',
          path,
          message: `\`${name}\` is derived and cannot be set here.`,
          because: 'Values that depend on one another would contradict each other.',
          fix: instead,
        },
      ];
    }
    if (known.free.includes(name)) return [];
    const nearest = nearestName(name, [...known.free, ...known.derived.keys()]);
    return [
      {
        code: 'SW2002',
        name: 'server-setting-unknown',
        severity: 'warning',
        path,
        message: `\`${name}\` is no setting of ${known.of}.`,
        because: known.unknown,
        ...(nearest === undefined ? {} : { fix: `Did you mean \`${nearest}\`?` }),
      },
    ];
  });
}
