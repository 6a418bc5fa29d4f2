/** servers: workers that restart after so many requests, when there is no second one. */

import type { Finding } from '../model/finding.ts';
import type { ServerInput } from '../model/server.ts';

/** The only worker restarts. Raises SW2009. */
export function recycleFindings(
  maxRequests: number | undefined,
  workers: number,
  input: ServerInput,
): readonly Finding[] {
  return maxRequests === undefined || workers > 1
    ? []
    : [
        {
          code: 'SW2009',
          name: 'server-recycle-gap',
          severity: 'warning',
          path: `${input.process}.server.maxRequests`,
          message: `The only worker restarts every ${maxRequests} requests, and nobody answers meanwhile.`,
          because: 'A worker that has served its requests ends before its successor has loaded.',
          fix: 'Run 2 workers, or leave `maxRequests` out.',
        },
      ];
}
