/** servers: whose forwarded headers a server believes, and why: facts of those that read them. */

import type { ServerFacts } from '../model/server.ts';
import { type BelievedHeaders, type Surroundings, trustedProxies } from '../model/trusted-proxy.ts';

/** What becomes of the option `trustedProxies`; nothing where the server's own default holds. */
export function believedHeaders(
  authored: readonly string[] | undefined,
  input: Surroundings,
  decide: BelievedHeaders['decide'],
): Pick<ServerFacts, 'forwarded'> {
  const from = trustedProxies(authored, input);
  return from === undefined ? {} : { forwarded: { from, decide, option: 'trustedProxies' } };
}

/** Why it is these. */
export function believedBecause(
  authored: readonly string[] | undefined,
  { forwarded }: Pick<ServerFacts, 'forwarded'>,
): ServerFacts['because'] {
  if (forwarded === undefined) return {};
  return {
    'forwarded.from': {
      formula:
        authored === undefined
          ? 'whoever network policies let in, for a proxy is among them, and its address is not known'
          : 'trustedProxies, as written',
    },
  };
}
