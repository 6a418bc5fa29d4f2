/** servers: forwarded headers that are believed from too many, or from nobody. */

import type { Finding } from '../model/finding.ts';
import type { ServerInput } from '../model/server.ts';

/** Checks whom the author trusts. Raises SW2013 and SW2014. */
export function trustFindings(
  authored: readonly string[] | undefined,
  input: ServerInput,
): readonly Finding[] {
  const path = `${input.process}.server.trustedProxies`;
  if (input.ingressRestricted) return [];
  if (authored?.includes('*') === true) {
    return [
      {
        code: 'SW2013',
        name: 'server-everybody-trusted',
        severity: 'error',
        path,
        message:
          '`*` believes forwarded headers of everybody, and no NetworkPolicy keeps anybody out.',
        because: 'Any pod could claim to be another client, or to have come by HTTPS.',
        fix: 'Switch `network.policies` on, or name the addresses of the proxy.',
      },
    ];
  }
  if (authored !== undefined || !input.behindProxy) return [];
  return [
    {
      code: 'SW2014',
      name: 'server-proxy-untrusted',
      severity: 'warning',
      path,
      message: 'The headers of the proxy in front are not believed.',
      because:
        'Without NetworkPolicies anybody may send X-Forwarded-Proto; so the application takes HTTPS for HTTP.',
      fix: 'Switch `network.policies` on, or name the addresses of the proxy in `trustedProxies`.',
    },
  ];
}
