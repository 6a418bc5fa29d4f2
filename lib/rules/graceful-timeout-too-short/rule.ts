/** Plan rule: a request that may take its time may also finish when the pod stops. */

import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2204. @see https://docs.gunicorn.org/en/stable/settings.html#graceful-timeout */
export const gracefulTimeoutTooShort: PlanRule = {
  code: 'SW2204',
  name: 'graceful-timeout-too-short',
  level: 'plan',
  severity: 'error',
  summary: 'Requests in flight get less time when the pod stops than requests may take.',
  because:
    'The server ends what is still running then: a client that waited for a long answer gets none.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const longest = process.requestTimeoutSeconds;
      const { gracefulTimeoutSeconds } = process.lifecycle;
      if (longest === undefined || gracefulTimeoutSeconds >= longest) return [];
      return [
        {
          path: `${pathOf(process)}.lifecycle.gracefulTimeout`,
          message: `Requests may take ${longest} s (requestTimeout), but get ${gracefulTimeoutSeconds} s after SIGTERM.`,
          fix: `Leave lifecycle.gracefulTimeout out, set it to ${longest}s or more, or lower requestTimeout to ${gracefulTimeoutSeconds}s.`,
        },
      ];
    }),
};
