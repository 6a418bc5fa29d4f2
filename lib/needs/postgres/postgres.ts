/** needs › postgres: a PostgreSQL database; resolve reads its variables, its hole in the network and its connection budget. */

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

/** What is said of the database; at least one variable must tell the application where it is. */
export interface PostgresOptions {
  /** Variables that hold the whole URL, e.g. `{ DATABASE_URL: secretRef('shop-db', 'url') }`. */
  readonly url?: Variables;
  /** Or its parts, each in variables of its own, e.g. `{ PGHOST: 'db.internal' }`. */
  readonly host?: Variables;
  readonly user?: Variables;
  readonly password?: Variables;
  readonly database?: Variables;
  /** Name of the variable that holds the port, e.g. `PGPORT`. Default: none. */
  readonly portVariable?: string;
  /** Default: 5432; poolers such as PgBouncer use 6432. */
  readonly port?: number;
  /** Where it is. Default: any address on that port may be reached. */
  readonly to?: NeedPeers;
  /** Default: max 100 (PostgreSQL's max_connections), 1 for each thread. */
  readonly connections?: ConnectionOptions;
}

/** @see https://www.postgresql.org/docs/current/runtime-config-connection.html */
const PORT = 5432;
const MAX_CONNECTIONS = 100;

const shape = v.strictObject({
  url: v.optional(variablesShape),
  host: v.optional(variablesShape),
  user: v.optional(variablesShape),
  password: v.optional(variablesShape),
  database: v.optional(variablesShape),
  portVariable: v.optional(variableNameShape),
  port: v.optional(wholeNumber(1, 65_535, 'A port')),
  to: v.optional(peersShape),
  connections: v.optional(connectionsShape),
});

/**
 * Needs a PostgreSQL database.
 * @example postgres({ url: { DATABASE_URL: secretRef('shop-db', 'url') }, connections: { max: 80 } })
 */
export function postgres(options: PostgresOptions): Need<'postgres', PostgresOptions> {
  const port = options.port ?? PORT;
  return {
    family: 'need',
    kind: 'postgres',
    options,
    with: remake(postgres),
    check: () => {
      const problems = checkShape(shape, options);
      if (problems.length > 0) return problems;
      const groups = groupsOf(options, port);
      return [
        ...variableProblems(groups),
        ...nothingFilled(groups, "`url: { DATABASE_URL: secretRef('shop-db', 'url') }`"),
      ];
    },
    facts: () => ({
      title: `PostgreSQL at ${placeOf(options.to, port)}`,
      variables: merged(groupsOf(options, port)),
      egress: [{ to: peersOf(options.to), port, protocol: 'TCP' }],
      connections: {
        max: options.connections?.max ?? MAX_CONNECTIONS,
        perThread: options.connections?.perThread ?? 1,
        ...(options.connections?.max === undefined ? { assumed: "PostgreSQL's default" } : {}),
      },
      parts: partsOf(
        {
          url: options.url,
          host: options.host,
          user: options.user,
          password: options.password,
          database: options.database,
        },
        { port: portPart(port, options.portVariable) },
      ),
    }),
  };
}

function groupsOf(
  { url, host, user, password, database, portVariable }: PostgresOptions,
  port: number,
): Readonly<Record<string, Variables | undefined>> {
  return {
    url,
    host,
    user,
    password,
    database,
    portVariable: variableOf(portVariable, port),
  };
}
