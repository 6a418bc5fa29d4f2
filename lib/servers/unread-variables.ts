/** servers: variables of the author's that are for another way of starting a server, and do nothing here. */

import type { Finding } from '../model/finding.ts';
import type { ServerInput } from '../model/server.ts';
import { type DerivedSettings, settingInstead } from './setting-findings.ts';

/** Every profile says its number of workers itself; the variable is for the application. */
const WORKERS = 'WEB_CONCURRENCY';

/** What a command of a server would read, which is not run. */
export interface UnreadVariables {
  /** Of its names, e.g. `UVICORN_`. */
  readonly prefix: string;
  /** Settings that are derived, each with what an author does instead. */
  readonly derived: DerivedSettings;
}

/** Variables without effect are doubted. Raises SW2029. */
export function unreadVariableFindings(
  { variables = [] }: ServerInput,
  of: string,
  unread?: UnreadVariables,
): readonly Finding[] {
  return variables.flatMap(({ name, path }): readonly Finding[] => {
    const fix =
      name === WORKERS ? 'Use the option `workers` of the server.' : insteadOf(name, unread);
    return fix === undefined
      ? []
      : [
          {
            code: 'SW2029',
            name: 'server-variable-unread',
            severity: 'warning',
            path,
            message: `\`${name}\` has no effect on ${of}, whose configuration is derived.`,
            because: 'The server goes on with what is derived, whatever the variable says.',
            fix,
          },
        ];
  });
}

function insteadOf(name: string, unread: UnreadVariables | undefined): string | undefined {
  if (unread === undefined || !name.startsWith(unread.prefix)) return undefined;
  return settingInstead(name.slice(unread.prefix.length).toLowerCase(), unread.derived);
}
