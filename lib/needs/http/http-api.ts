/** needs › http: an outside API that is called over HTTP; resolve reads its variables and its hole in the network. */

import * as v from 'valibot';
import type { Need } from '../../model/need.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { wholeNumber } from '../../model/unit-shape.ts';
import { partsOf } from '../parts.ts';
import { type NeedPeers, peersOf, peersShape, placeOf } from '../peers.ts';
import { HTTPS_PORT, clearCredentials, portProblems, portsOf } from '../urls.ts';
import { type Variables, merged, variableProblems, variablesShape } from '../variables.ts';

/** What is said of the API. */
export interface HttpApiOptions {
  /** Variables that hold its URL, e.g. `{ PAYMENTS_URL: 'https://api.pay.example' }`. */
  readonly url?: Variables;
  /** Variables that hold a key or token, as references to Secrets. */
  readonly credentials?: Variables;
  /** Default: the port of a URL that is written out, else 443. */
  readonly port?: number;
  /** Where it is. Default: any address on that port may be reached. */
  readonly to?: NeedPeers;
}

const shape = v.strictObject({
  url: v.optional(variablesShape),
  credentials: v.optional(variablesShape),
  port: v.optional(wholeNumber(1, 65_535, 'A port')),
  to: v.optional(peersShape),
});

/**
 * Needs an API over HTTP. Network policies know addresses only, not names: without `to` every address is allowed on its port.
 * @example httpApi({ url: { PAYMENTS_URL: 'https://api.pay.example' }, credentials: { PAYMENTS_KEY: secretRef('pay', 'key') } })
 */
export function httpApi(options: HttpApiOptions = {}): Need<'http', HttpApiOptions> {
  return {
    family: 'need',
    kind: 'http',
    options,
    with: remake(httpApi),
    check: () => {
      const problems = checkShape(shape, options);
      if (problems.length > 0) return problems;
      const { url, credentials, port } = options;
      return [
        ...variableProblems({ url, credentials }),
        ...portProblems('url', url, port),
        ...clearCredentials({ credentials }),
      ];
    },
    facts: () => {
      const ports = portsOf(options.url, options.port, HTTPS_PORT);
      return {
        title: `HTTP API at ${placeOf(options.to, ...ports)}`,
        variables: merged({ url: options.url, credentials: options.credentials }),
        egress: ports.map((port) => ({ to: peersOf(options.to), port, protocol: 'TCP' })),
        parts: partsOf({ url: options.url, apiKey: options.credentials }),
      };
    },
  };
}
