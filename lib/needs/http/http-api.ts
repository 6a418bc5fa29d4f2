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
  /** Pods start once this command of their image succeeds, e.g. one that asks the API. Default: they do not wait. */
  readonly startup?: readonly string[];
  /** Default: the port of a URL that is written out, else 443. */
  readonly port?: number;
  /** Where it is. Default: any address on that port may be reached. */
  readonly to?: NeedPeers;
}

const shape = v.strictObject({
  url: v.optional(variablesShape),
  credentials: v.optional(variablesShape),
  startup: v.optional(v.pipe(v.array(v.string()), v.nonEmpty('A command has at least one word.'))),
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
      const { url, credentials, startup, to } = options;
      // What leads to another service here is let through by who that service is.
      const services = Object.values(url ?? {}).filter(isServiceUrl);
      const others = Object.fromEntries(
        Object.entries(url ?? {}).filter(([, value]) => !isServiceUrl(value)),
      );
      const none = services.length > 0 && Object.keys(others).length === 0;
      const ports = none ? [] : portsOf(others, options.port, HTTPS_PORT);
      return {
        title: none ? 'HTTP API of another service' : `HTTP API at ${placeOf(to, ...ports)}`,
        variables: merged({ url, credentials }),
        egress: ports.map((port) => ({ to: peersOf(to), port, protocol: 'TCP' })),
        parts: partsOf({ url: others, apiKey: credentials }),
        ...(startup === undefined ? {} : { startup: { command: startup } }),
      };
    },
  };
}

function isServiceUrl(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Reflect.get(value, 'kind') === 'serviceUrl';
}
