/** Plan rule: no server works on for a proxy that has given up. */

import { exposuresOf, pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2222. @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_read_timeout */
export const serverOutlivesProxy: PlanRule = {
  code: 'SW2222',
  name: 'server-outlives-proxy',
  level: 'plan',
  severity: 'error',
  summary: 'The proxy gives up before the server does.',
  because:
    'The client gets 504 while a worker goes on with work nobody waits for; under load these workers are all there are.',
  check: (plan) =>
    runningOf(plan).flatMap((process) =>
      exposuresOf(plan, process).flatMap(({ name, title, proxy }) => {
        const wait = proxy.readTimeoutSeconds;
        const limit = process.server?.requestLimit.seconds ?? process.requestTimeoutSeconds;
        if (wait === undefined || limit === undefined || wait >= limit) return [];
        return [
          {
            path: name === plan.service ? 'expose' : `${pathOf(process)}.expose`,
            message: `${title} waits ${wait} s for an answer; the server of ${process.name} may take ${limit} s.`,
            fix: `Leave timeouts.read out, set it above ${limit} s, or lower requestTimeout.`,
          },
        ];
      }),
    ),
};
