/** needs › smtp: a mail server that takes messages; resolve reads its variables and its hole in the network. */

import * as v from 'valibot';
import type { Need } from '../../model/need.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { wholeNumber } from '../../model/unit-shape.ts';
import type { OptionProblem } from '../../model/variant.ts';
import { partsOf, portPart, variableOf } from '../parts.ts';
import { type NeedPeers, peersOf, peersShape, placeOf } from '../peers.ts';
import {
  type Variables,
  merged,
  nothingFilled,
  variableNameShape,
  variableProblems,
  variablesShape,
} from '../variables.ts';

/** What is said of the server; at least one variable must tell the application where it is. */
export interface SmtpOptions {
  /** Variables that hold the whole URL, e.g. `{ EMAIL_URL: secretRef('shop-mail', 'url') }`. */
  readonly url?: Variables;
  /** Or its parts, each in variables of its own, e.g. `{ EMAIL_HOST: 'smtp.example.com' }`. */
  readonly host?: Variables;
  readonly user?: Variables;
  readonly password?: Variables;
  /** Variables that hold the address messages come from, e.g. `{ DEFAULT_FROM_EMAIL: 'shop@example.com' }`. */
  readonly sender?: Variables;
  /** Name of the variable that holds the port, e.g. `EMAIL_PORT`. Default: none. */
  readonly portVariable?: string;
  /** `starttls` (default) upgrades a connection, `implicit` is TLS from the first byte, `none` is clear text. */
  readonly tls?: 'starttls' | 'implicit' | 'none';
  /** Name of the variable that says `true` for `starttls`, e.g. `EMAIL_USE_TLS`. Default: none. */
  readonly starttlsVariable?: string;
  /** Name of the variable that says `true` for `implicit`, e.g. `EMAIL_USE_SSL`. Default: none. */
  readonly implicitVariable?: string;
  /** Default: 587, with `implicit` 465, with `none` 25. */
  readonly port?: number;
  /** Where it is. Default: any address on that port may be reached. */
  readonly to?: NeedPeers;
}

/** Submission, submission over TLS, relay. @see https://www.rfc-editor.org/rfc/rfc8314#section-3 */
const PORTS = { starttls: 587, implicit: 465, none: 25 } as const;

const shape = v.strictObject({
  url: v.optional(variablesShape),
  host: v.optional(variablesShape),
  user: v.optional(variablesShape),
  password: v.optional(variablesShape),
  sender: v.optional(variablesShape),
  portVariable: v.optional(variableNameShape),
  tls: v.optional(v.picklist(['starttls', 'implicit', 'none'])),
  starttlsVariable: v.optional(variableNameShape),
  implicitVariable: v.optional(variableNameShape),
  port: v.optional(wholeNumber(1, 65_535, 'A port')),
  to: v.optional(peersShape),
});

/**
 * Needs a mail server.
 * @example smtp({ host: { EMAIL_HOST: 'smtp.example.com' }, portVariable: 'EMAIL_PORT', starttlsVariable: 'EMAIL_USE_TLS' })
 */
export function smtp(options: SmtpOptions): Need<'smtp', SmtpOptions> {
  const tls = options.tls ?? 'starttls';
  const port = options.port ?? PORTS[tls];
  return {
    family: 'need',
    kind: 'smtp',
    options,
    with: remake(smtp),
    check: () => {
      const problems = checkShape(shape, options);
      if (problems.length > 0) return problems;
      const { url, host } = options;
      return [
        ...variableProblems(groupsOf(options, tls, port)),
        ...tlsProblems(tls, port),
        ...nothingFilled({ url, host }, "`host: { EMAIL_HOST: 'smtp.example.com' }`"),
      ];
    },
    facts: () => {
      const { url, host, user, password, sender, to } = options;
      return {
        title: `SMTP at ${placeOf(to, port)}`,
        variables: merged(groupsOf(options, tls, port)),
        egress: [{ to: peersOf(to), port, protocol: 'TCP' }],
        parts: partsOf(
          { url, host, user, password, sender },
          { port: portPart(port, options.portVariable), tls: { value: tls } },
        ),
      };
    },
  };
}

function groupsOf(
  options: SmtpOptions,
  tls: NonNullable<SmtpOptions['tls']>,
  port: number,
): Readonly<Record<string, Variables | undefined>> {
  const { url, host, user, password, sender } = options;
  return {
    url,
    host,
    user,
    password,
    sender,
    portVariable: variableOf(options.portVariable, port),
    starttlsVariable: variableOf(options.starttlsVariable, tls === 'starttls'),
    implicitVariable: variableOf(options.implicitVariable, tls === 'implicit'),
  };
}

/** A client that speaks first where the server waits for TLS, or the other way round, hangs until it times out. */
function tlsProblems(tls: keyof typeof PORTS, port: number): readonly OptionProblem[] {
  const meant = Object.entries(PORTS).find(([, usual]) => usual === port)?.[0];
  const contradicts =
    (meant === 'implicit' && tls !== 'implicit') || (meant === 'starttls' && tls === 'implicit');
  return contradicts
    ? [
        {
          path: 'port',
          message: `Port ${port} is for \`tls: '${meant}'\`, but \`tls\` is '${tls}': both ends would wait for each other.`,
          fix: `Leave \`port\` out (${PORTS[tls]} then), or say \`tls: '${meant}'\`.`,
        },
      ]
    : [];
}
