/** needs › redis: a Redis or Valkey server; resolve reads its variables, its hole in the network and its connection budget. */

import * as v from 'valibot';
import type { Need } from '../../model/need.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { wholeNumber } from '../../model/unit-shape.ts';
import { type ConnectionOptions, connectionsShape } from '../connections.ts';
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
export interface RedisOptions {
  /** Variables that hold the whole URL, e.g. `{ REDIS_URL: secretRef('shop-redis', 'url') }`. */
  readonly url?: Variables;
  /** Or its parts, each in variables of its own. */
  readonly host?: Variables;
  readonly user?: Variables;
  readonly password?: Variables;
  /** Name of the variable that holds the port, e.g. `REDIS_PORT`. Default: none. */
  readonly portVariable?: string;
  /** Default: 6379. */
  readonly port?: number;
  /** Whether it is spoken to over TLS (`rediss://`). Default: false. */
  readonly tls?: boolean;
  /** Where it is. Default: any address on that port may be reached. */
  readonly to?: NeedPeers;
  /** Default: max 10000 (Redis' maxclients), 1 for each thread. */
  readonly connections?: ConnectionOptions;
}

/** @see https://redis.io/docs/latest/develop/reference/clients/ */
const PORT = 6379;
const MAX_CLIENTS = 10_000;

const shape = v.strictObject({
  url: v.optional(variablesShape),
  host: v.optional(variablesShape),
  user: v.optional(variablesShape),
  password: v.optional(variablesShape),
  portVariable: v.optional(variableNameShape),
  port: v.optional(wholeNumber(1, 65_535, 'A port')),
  tls: v.optional(v.boolean()),
  to: v.optional(peersShape),
  connections: v.optional(connectionsShape),
});

/**
 * Needs a Redis or Valkey server.
 * @example redis({ url: { CELERY_BROKER_URL: secretRef('shop-redis', 'url') } })
 */
export function redis(options: RedisOptions): Need<'redis', RedisOptions> {
  const port = options.port ?? PORT;
  return {
    family: 'need',
    kind: 'redis',
    options,
    with: remake(redis),
    check: () => {
      const problems = checkShape(shape, options);
      if (problems.length > 0) return problems;
      const groups = groupsOf(options, port);
      return [
        ...variableProblems(groups),
        ...nothingFilled(groups, "`url: { REDIS_URL: secretRef('shop-redis', 'url') }`"),
      ];
    },
    facts: () => ({
      title: `Redis at ${placeOf(options.to, port)}`,
      variables: merged(groupsOf(options, port)),
      egress: [{ to: peersOf(options.to), port, protocol: 'TCP' }],
      connections: {
        max: options.connections?.max ?? MAX_CLIENTS,
        perThread: options.connections?.perThread ?? 1,
        ...(options.connections?.max === undefined ? { assumed: "Redis' default" } : {}),
      },
      parts: partsOf(
        { url: options.url, host: options.host, user: options.user, password: options.password },
        { port: portPart(port, options.portVariable), tls: { value: options.tls ?? false } },
      ),
    }),
  };
}

function groupsOf(
  { url, host, user, password, portVariable }: RedisOptions,
  port: number,
): Readonly<Record<string, Variables | undefined>> {
  return {
    url,
    host,
    user,
    password,
    portVariable: variableOf(portVariable, port),
  };
}
