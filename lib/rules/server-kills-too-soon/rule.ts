/** Plan rule: a server that kills slow requests lets the allowed ones finish. */

import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2223. @see https://docs.gunicorn.org/en/stable/settings.html#timeout */
export const serverKillsTooSoon: PlanRule = {
  code: 'SW2223',
  name: 'server-kills-too-soon',
  level: 'plan',
  severity: 'error',
  summary: 'The server kills requests that are still within the request timeout.',
  because: 'A worker is killed with its request and everything else it does; the client gets 502.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const limit = process.server?.requestLimit;
      const allowed = process.requestTimeoutSeconds;
      if (limit?.enforcedBy !== 'server' || limit.seconds === undefined || allowed === undefined) {
        return [];
      }
      if (limit.seconds >= allowed) return [];
      return [
        {
          path: `${pathOf(process)}.server`,
          message: `The server kills a request after ${limit.seconds} s; requestTimeout allows ${allowed} s.`,
          fix: `Leave the server's timeout out, or set requestTimeout to ${limit.seconds}s.`,
        },
      ];
    }),
};
