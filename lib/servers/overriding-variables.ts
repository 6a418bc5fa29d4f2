/** servers: variables of the author's from which a server takes options behind the back of its profile. */

import type { Finding } from '../model/finding.ts';
import type { ServerInput } from '../model/server.ts';

/** Which variables a server reads besides its derived configuration. */
export interface OverridingVariables {
  /** e.g. `gunicorn`. */
  readonly of: string;
  /** What to do instead of a variable that it reads; undefined for any other. */
  readonly instead: (name: string, value: string | undefined) => string | undefined;
}

/** Such variables are refused. Raises SW2028. */
export function overridingVariableFindings(
  { variables = [] }: ServerInput,
  { of, instead }: OverridingVariables,
): readonly Finding[] {
  return variables.flatMap(({ name, path, value }): readonly Finding[] => {
    const fix = value === '' ? undefined : instead(name, value);
    return fix === undefined
      ? []
      : [
          {
            code: 'SW2028',
            name: 'server-variable-overrides',
            severity: 'error',
            path,
            message: `\`${name}\` tells ${of} options besides those that are derived.`,
            because:
              'Which of two counts is up to the server; time-outs, workers, stops and budgets are planned for the derived ones.',
            fix,
          },
        ];
  });
}
