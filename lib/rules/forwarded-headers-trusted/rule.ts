/** Plan rule: who may claim to be a proxy is limited by somebody. */

import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2231. @see https://www.uvicorn.org/settings/#http */
export const forwardedHeadersTrusted: PlanRule = {
  code: 'SW2231',
  name: 'forwarded-headers-trusted',
  level: 'plan',
  severity: 'error',
  summary: 'Forwarded headers are believed from everybody, and everybody may connect.',
  because:
    'Any pod of the cluster can then choose the client address and the protocol the application sees: rate limits, allow-lists and logs are worth nothing.',
  check: (plan) =>
    plan.network.enabled
      ? []
      : runningOf(plan)
          // Behind a proxy in the pod nobody else reaches the server; whom the proxy believes is its own finding.
          .filter(({ container }) => container.sidecars === undefined)
          .flatMap((process) => {
            const variable = process.container.env.find(
              (entry) =>
                entry.name === 'FORWARDED_ALLOW_IPS' &&
                entry.kind === 'value' &&
                entry.value === '*',
            );
            const file = process.container.files.find(
              (entry) =>
                entry.kind === 'text' &&
                /^\s*forwarded_allow_ips\s*=\s*["']\*["']/m.test(entry.text),
            );
            if (variable === undefined && file === undefined) return [];
            return [
              {
                path: 'network.policies',
                message: `${process.name} believes forwarded headers from every address (${variable === undefined ? (file?.path ?? '') : 'FORWARDED_ALLOW_IPS=*'}), and network policies are off.`,
                fix: `Leave network.policies on, or name the addresses of the proxy in ${pathOf(process)}.config.FORWARDED_ALLOW_IPS.`,
              },
            ];
          }),
};
