/** needs › http: an outside API that is called over HTTP; resolve reads its variables and its hole in the network. */

import * as v from 'valibot';
import type { Need } from '../../model/need.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { wholeNumber } from '../../model/unit-shape.ts';
import type { OptionProblem } from '../../model/variant.ts';
import { type NeedPeers, peersOf, peersShape, placeOf } from '../peers.ts';
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

const HTTPS_PORT = 443;

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
      const { url, credentials } = options;
      return [...variableProblems({ url, credentials }), ...urlProblems(options)];
    },
    facts: () => {
      const ports = portsOf(options);
      return {
        title: `HTTP API at ${placeOf(options.to, ports[0] ?? HTTPS_PORT)}`,
        variables: merged({ url: options.url, credentials: options.credentials }),
        egress: ports.map((port) => ({ to: peersOf(options.to), port, protocol: 'TCP' })),
      };
    },
  };
}

/** The port that is said, else those of the URLs that can be read here. */
function portsOf({ port, url }: HttpApiOptions): readonly number[] {
  if (port !== undefined) return [port];
  const read = Object.values(url ?? {}).map((value) => urlPort(value) ?? HTTPS_PORT);
  return read.length === 0 ? [HTTPS_PORT] : [...new Set(read)].toSorted((a, b) => a - b);
}

function urlProblems({ url, port, credentials }: HttpApiOptions): readonly OptionProblem[] {
  const urls = Object.entries(url ?? {}).flatMap(([name, value]): readonly OptionProblem[] => {
    const written = urlPort(value);
    return written === undefined || port === undefined || written === port
      ? []
      : [
          {
            path: `url.${name}`,
            message: `The URL leads to port ${written}, but \`port\` allows ${port} only.`,
            fix: 'Leave `port` out, or correct one of them.',
          },
        ];
  });
  const clear = Object.entries(credentials ?? {}).filter(([, value]) => typeof value !== 'object');
  return [
    ...urls,
    ...clear.map(([name]) => ({
      path: `credentials.${name}`,
      message: `\`${name}\` is a credential in clear text.`,
      fix: "Keep it in a Secret and write `secretRef('name', 'key')`.",
    })),
  ];
}

/** Port of a written-out URL; undefined for references and for what is no URL. */
function urlPort(value: unknown): number | undefined {
  const match =
    typeof value === 'string'
      ? /^(https?):\/\/(?:[^/?#@]*@)?(?:\[[^\]]+\]|[^/?#:]+)(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(value)
      : null;
  if (match === null) return undefined;
  if (match[2] !== undefined) return Number(match[2]);
  return match[1]?.toLowerCase() === 'http' ? 80 : HTTPS_PORT;
}
