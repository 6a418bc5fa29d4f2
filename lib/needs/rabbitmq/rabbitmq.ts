/** needs › rabbitmq: a RabbitMQ broker over AMQP; resolve reads its variables, its hole in the network and its connection budget. */

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

/** What is said of the broker; at least one variable must tell the application where it is. */
export interface RabbitmqOptions {
  /** Variables that hold the whole AMQP URL, e.g. `{ CELERY_BROKER_URL: secretRef('shop-mq', 'url') }`. */
  readonly url?: Variables;
  /** Or its parts, each in variables of its own. */
  readonly host?: Variables;
  readonly user?: Variables;
  readonly password?: Variables;
  readonly virtualHost?: Variables;
  /** Name of the variable that holds the port, e.g. `RABBITMQ_PORT`. Default: none. */
  readonly portVariable?: string;
  /** AMQP over TLS (`amqps://`). Default: false. */
  readonly tls?: boolean;
  /** Default: 5672, over TLS 5671. */
  readonly port?: number;
  /** Where it is. Default: any address on that port may be reached. */
  readonly to?: NeedPeers;
  /** Connections this service may open, and how many a thread holds. Default: not counted, as the broker sets no limit of its own. */
  readonly connections?: { readonly max: number; readonly perThread?: number };
}

/** @see https://www.rabbitmq.com/docs/networking#ports */
const PORT = 5672;
const TLS_PORT = 5671;

const shape = v.strictObject({
  url: v.optional(variablesShape),
  host: v.optional(variablesShape),
  user: v.optional(variablesShape),
  password: v.optional(variablesShape),
  virtualHost: v.optional(variablesShape),
  portVariable: v.optional(variableNameShape),
  tls: v.optional(v.boolean()),
  port: v.optional(wholeNumber(1, 65_535, 'A port')),
  to: v.optional(peersShape),
  connections: v.optional(
    v.strictObject({
      max: wholeNumber(1, 1_000_000, 'The number of connections'),
      perThread: v.optional(wholeNumber(0, 1000, 'The number of connections')),
    }),
  ),
});

/**
 * Needs a RabbitMQ broker.
 * @example rabbitmq({ url: { CELERY_BROKER_URL: secretRef('shop-mq', 'url') }, to: { namespace: 'rabbitmq' } })
 */
export function rabbitmq(options: RabbitmqOptions): Need<'rabbitmq', RabbitmqOptions> {
  const tls = options.tls ?? false;
  const port = options.port ?? (tls ? TLS_PORT : PORT);
  return {
    family: 'need',
    kind: 'rabbitmq',
    options,
    with: remake(rabbitmq),
    check: () => {
      const problems = checkShape(shape, options);
      if (problems.length > 0) return problems;
      const groups = groupsOf(options, port);
      return [
        ...variableProblems(groups),
        ...schemeProblems(options.url, tls),
        ...nothingFilled(groups, "`url: { CELERY_BROKER_URL: secretRef('shop-mq', 'url') }`"),
      ];
    },
    facts: () => {
      const { url, host, user, password, virtualHost, connections } = options;
      return {
        title: `RabbitMQ at ${placeOf(options.to, port)}`,
        variables: merged(groupsOf(options, port)),
        egress: [{ to: peersOf(options.to), port, protocol: 'TCP' }],
        ...(connections === undefined
          ? {}
          : { connections: { max: connections.max, perThread: connections.perThread ?? 1 } }),
        parts: partsOf(
          { url, host, user, password, virtualHost },
          { port: portPart(port, options.portVariable), tls: { value: tls } },
        ),
      };
    },
  };
}

function groupsOf(
  { url, host, user, password, virtualHost, portVariable }: RabbitmqOptions,
  port: number,
): Readonly<Record<string, Variables | undefined>> {
  return {
    url,
    host,
    user,
    password,
    virtualHost,
    portVariable: variableOf(portVariable, port),
  };
}

/** A URL that is written out says itself whether it is TLS; the port that is opened follows from `tls`. */
function schemeProblems(url: Variables | undefined, tls: boolean): readonly OptionProblem[] {
  return Object.entries(url ?? {}).flatMap(([name, value]): readonly OptionProblem[] => {
    const scheme = typeof value === 'string' ? /^(\w+):\/\//.exec(value)?.[1] : undefined;
    if (scheme === undefined || scheme === (tls ? 'amqps' : 'amqp')) return [];
    return [
      {
        path: `url.${name}`,
        message: `\`${name}\` begins with ${scheme}://, but AMQP ${tls ? 'over TLS begins with amqps' : 'without TLS begins with amqp'}://.`,
        fix:
          scheme === 'amqps'
            ? 'Say `tls: true`, which opens port 5671.'
            : `Write ${tls ? 'amqps' : 'amqp'}://, or change \`tls\`.`,
      },
    ];
  });
}
