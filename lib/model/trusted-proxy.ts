/** Whose `X-Forwarded-*` headers are believed, shared by servers and proxies. */

import { parseCidr } from '../units/cidr.ts';
import { type Parsed, accepted, refused, show } from '../units/parsed.ts';

/** What stands in front, and whether it alone is let in. */
export interface Surroundings {
  /** Whether a proxy in front buffers slow clients. */
  readonly behindProxy: boolean;
  /** Whether NetworkPolicies admit only the proxy, so that its forwarded headers may be trusted. */
  readonly ingressRestricted: boolean;
}

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
  input: Surroundings,
): readonly string[] | undefined {
  return authored ?? (input.behindProxy && input.ingressRestricted ? ['*'] : undefined);
}
