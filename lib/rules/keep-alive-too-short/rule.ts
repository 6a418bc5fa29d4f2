/** Plan rule: the server keeps idle connections longer than the proxy in front reuses them. */

import { exposuresOf, pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** Below this distance the two clocks may still meet. */
const MARGIN_SECONDS = 5;

/** SW2221. @see https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive_timeout */
export const keepAliveTooShort: PlanRule = {
  code: 'SW2221',
  name: 'keep-alive-too-short',
  level: 'plan',
  severity: 'error',
  summary: 'The server closes idle connections before the proxy stops using them.',
  because:
    'The proxy sends a request over a connection that is just being closed: a rare 502 that no log explains. Measured 2026-11-22: 0.2 s after the server’s limit 4 of 4 such requests fail.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const kept = process.server?.keepAlive;
      if (kept?.kind !== 'keeps') return [];
      return exposuresOf(plan, process)
        .filter(({ proxy }) => proxy.keepAliveSeconds > 0)
        .filter(({ proxy }) => kept.seconds < proxy.keepAliveSeconds + MARGIN_SECONDS)
        .map(({ title, proxy }) => ({
          path: `${pathOf(process)}.server`,
          severity:
            kept.seconds > proxy.keepAliveSeconds ? ('warning' as const) : ('error' as const),
          message: `The server keeps idle connections for ${kept.seconds} s; ${title} reuses them for ${proxy.keepAliveSeconds} s, so at least ${proxy.keepAliveSeconds + MARGIN_SECONDS} s are needed.`,
          fix: `Set the keep-alive time of the server to ${proxy.keepAliveSeconds + 15} s, or let it close each connection.`,
        }));
    }),
};
