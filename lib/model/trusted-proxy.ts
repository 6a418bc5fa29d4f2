/** Whose `X-Forwarded-*` headers are believed, shared by servers and proxies. */

import type { ProxyPlan } from './plan/exposure-plan.ts';
import { parseCidr } from '../units/cidr.ts';
import { type Parsed, accepted, refused, show } from '../units/parsed.ts';

/** What stands in front, and who else is kept out. */
export interface Surroundings {
  /** Whether a proxy in front reads requests: it buffers slow clients and says who they are. */
  readonly behindProxy: boolean;
  /** Whether NetworkPolicies admit only the proxy and declared callers, so that strangers forge no headers. */
  readonly ingressRestricted: boolean;
}

/** Forwarded headers that are believed. */
export interface BelievedHeaders {
  /** Of whom: addresses, networks or `*`. */
  readonly from: readonly string[];
  /** What they decide for the application. */
  readonly decide: 'scheme' | 'address and scheme';
  /** Option that says of whom; absent: it cannot be said. */
  readonly option?: string;
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

/** Whether it reads requests, so that it says who sent them; what passes connections on lets every claim of a client through. */
export function readsRequests({ kind }: Pick<ProxyPlan, 'kind'>): boolean {
  switch (kind) {
    case 'nginx':
    case 'gateway':
      return true;
    case 'none':
    case 'loadBalancer':
      return false;
  }
}

/**
 * Whom the author names; else everyone whom NetworkPolicies let in, where a proxy is among them; else undefined: the server's
 * own default. Callers that are let in beside the proxy are believed too, which SW2232 says.
 */
export function trustedProxies(
  authored: readonly string[] | undefined,
  input: Surroundings,
): readonly string[] | undefined {
  return authored ?? (input.behindProxy && input.ingressRestricted ? ['*'] : undefined);
}
