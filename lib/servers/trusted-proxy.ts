/** servers: whose `X-Forwarded-*` headers are believed, shared by profiles of Python servers. */

import type { Finding } from '../model/finding.ts';
import type { ServerInput } from '../model/server.ts';
import { parseCidr } from '../units/cidr.ts';
import { type Parsed, accepted, refused, show } from '../units/parsed.ts';

/** Reads an address, a network without host bits, or `*`. @see https://docs.gunicorn.org/en/stable/settings.html#forwarded-allow-ips */
export function parseTrustedProxy(text: string): Parsed<string> {
  if (text === '*') return accepted(text);
  if (text.includes('/')) {
    const network = parseCidr(text);
    return network.ok ? accepted(text) : network;
  }
  const address = parseCidr(`${text}/${text.includes(':') ? 128 : 32}`);
  return address.ok
    ? accepted(text)
    : refused(`${show(text)} is neither an address, nor a network such as '10.0.0.0/8', nor '*'`);
}

/** Whom the author names; else everyone, where NetworkPolicies let nobody but the proxy in; else undefined: the server's own default. */
export function trustedProxies(
  authored: readonly string[] | undefined,
  input: ServerInput,
): readonly string[] | undefined {
  return authored ?? (input.behindProxy && input.ingressRestricted ? ['*'] : undefined);
}

/** Headers that are believed from too many, or from nobody. Raises SW2013 and SW2014. */
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
