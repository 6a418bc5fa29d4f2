/** servers: a command of the author in front of a server that is configured by its start file. */

import type { Finding } from '../model/finding.ts';
import type { ServerInput } from '../model/server.ts';

/** The start file is mounted but not run. Raises SW2019. */
export function startFileUnusedFindings(input: ServerInput, path: string): readonly Finding[] {
  return input.command === undefined || input.command.includes(path)
    ? []
    : [
        {
          code: 'SW2019',
          name: 'server-start-file-unused',
          severity: 'error',
          path: `${input.process}.command`,
          message: `The command does not run \`${path}\`, in which port, time-outs and logs are set.`,
          because: 'The server would start with its own defaults, which contradict the plan.',
          fix: `Leave \`command\` out, or end it with \`python ${path}\`; for a server you configure yourself use \`http()\`.`,
        },
      ];
}
