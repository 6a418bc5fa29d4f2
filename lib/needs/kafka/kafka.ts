/** needs › kafka: a Kafka cluster; resolve reads its variables and its hole in the network, whose far end are all brokers. */

import * as v from 'valibot';
import type { Need } from '../../model/need.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { wholeNumber } from '../../model/unit-shape.ts';
import type { OptionProblem } from '../../model/variant.ts';
import { partsOf, variableOf } from '../parts.ts';
import { type NeedPeers, peersOf, peersShape, placeOf } from '../peers.ts';
import {
  type Variables,
  merged,
  nothingFilled,
  variableNameShape,
  variableProblems,
  variablesShape,
} from '../variables.ts';

/** How clients prove who they are. */
export interface KafkaSasl {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly user: Variables;
  readonly password: Variables;
  /** Name of the variable that holds the mechanism, e.g. `KAFKA_SASL_MECHANISM`. Default: none. */
  readonly mechanismVariable?: string;
}

/** What is said of the cluster; a variable must tell the application where its first brokers are. */
export interface KafkaOptions {
  /** Variables that hold `host:port,host:port`, e.g. `{ KAFKA_BOOTSTRAP_SERVERS: 'kafka-bootstrap.kafka.svc:9092' }`. */
  readonly bootstrapServers: Variables;
  readonly sasl?: KafkaSasl;
  /** Encrypted connections. Default: false. */
  readonly tls?: boolean;
  /** Name of the variable that holds the security protocol, which follows from `sasl` and `tls`. Default: none. */
  readonly securityProtocolVariable?: string;
  /** Ports of the listeners that brokers advertise. Default: those of `bootstrapServers` that are written out, else 9092. */
  readonly ports?: readonly number[];
  /** Where all brokers are. Default: any address on these ports may be reached. */
  readonly to?: NeedPeers;
}

/** @see https://kafka.apache.org/documentation/#brokerconfigs_listeners */
const PORT = 9092;

const shape = v.strictObject({
  bootstrapServers: variablesShape,
  sasl: v.optional(
    v.strictObject({
      mechanism: v.picklist(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']),
      user: variablesShape,
      password: variablesShape,
      mechanismVariable: v.optional(variableNameShape),
    }),
  ),
  tls: v.optional(v.boolean()),
  securityProtocolVariable: v.optional(variableNameShape),
  ports: v.optional(
    v.pipe(
      v.array(wholeNumber(1, 65_535, 'A port')),
      v.nonEmpty('Leave it out for the ports of the bootstrap servers.'),
    ),
  ),
  to: v.optional(peersShape),
});

/**
 * Needs a Kafka cluster.
 * @example kafka({ bootstrapServers: { KAFKA_BOOTSTRAP_SERVERS: 'kafka-bootstrap.kafka.svc:9092' }, to: { namespace: 'kafka' } })
 */
export function kafka(options: KafkaOptions): Need<'kafka', KafkaOptions> {
  return {
    family: 'need',
    kind: 'kafka',
    options,
    with: remake(kafka),
    check: () => {
      const problems = checkShape(shape, options);
      if (problems.length > 0) return problems;
      const groups = groupsOf(options);
      return [
        ...variableProblems(groups),
        ...serverProblems(options),
        ...passwordProblems(options.sasl),
        ...nothingFilled(
          { bootstrapServers: options.bootstrapServers },
          "`bootstrapServers: { KAFKA_BOOTSTRAP_SERVERS: 'kafka:9092' }`",
        ),
      ];
    },
    facts: () => {
      const { bootstrapServers, sasl, tls, to } = options;
      const ports = portsOf(options);
      return {
        title: `Kafka at ${placeOf(to, ...ports)}`,
        variables: merged(groupsOf(options)),
        egress: ports.map((port) => ({ to: peersOf(to), port, protocol: 'TCP' })),
        parts: partsOf(
          { bootstrapServers, user: sasl?.user, password: sasl?.password },
          {
            tls: { value: tls ?? false },
            saslMechanism: sasl === undefined ? undefined : { value: sasl.mechanism },
          },
        ),
      };
    },
  };
}

function groupsOf(options: KafkaOptions): Readonly<Record<string, Variables | undefined>> {
  const { bootstrapServers, sasl, securityProtocolVariable } = options;
  return {
    bootstrapServers,
    'sasl.user': sasl?.user,
    'sasl.password': sasl?.password,
    'sasl.mechanismVariable': variableOf(sasl?.mechanismVariable, sasl?.mechanism ?? ''),
    securityProtocolVariable: variableOf(securityProtocolVariable, securityProtocolOf(options)),
  };
}

/** @see https://kafka.apache.org/documentation/#adminclientconfigs_security.protocol */
function securityProtocolOf({ sasl, tls }: KafkaOptions): string {
  if (sasl === undefined) return tls === true ? 'SSL' : 'PLAINTEXT';
  return tls === true ? 'SASL_SSL' : 'SASL_PLAINTEXT';
}

/** The ports that are said, else those of the servers that can be read here. */
function portsOf({ ports, bootstrapServers }: KafkaOptions): readonly number[] {
  if (ports !== undefined) return [...new Set(ports)].toSorted((a, b) => a - b);
  const read = Object.values(bootstrapServers).flatMap((value) =>
    typeof value === 'string' ? serversIn(value).map((server) => serverPort(server) ?? PORT) : PORT,
  );
  return read.length === 0 ? [PORT] : [...new Set(read)].toSorted((a, b) => a - b);
}

function serversIn(text: string): readonly string[] {
  return text.split(',').map((server) => server.trim());
}

/** Port of `host:port`; clients refuse anything else, a scheme as well. */
function serverPort(server: string): number | undefined {
  const port = /^(?:\[[^\]]+\]|[^:/\s]+):(\d{1,5})$/.exec(server)?.[1];
  return port === undefined ? undefined : Number(port);
}

function serverProblems({ bootstrapServers, ports }: KafkaOptions): readonly OptionProblem[] {
  return Object.entries(bootstrapServers).flatMap(([name, value]): readonly OptionProblem[] => {
    if (typeof value !== 'string') return [];
    const path = `bootstrapServers.${name}`;
    const wrong = serversIn(value).find((server) => serverPort(server) === undefined);
    if (wrong !== undefined) {
      return [
        {
          path,
          message: `"${wrong}" is not \`host:port\`.`,
          fix: 'Write servers as `kafka-0:9092,kafka-1:9092`, without a scheme.',
        },
      ];
    }
    const closed = serversIn(value).find(
      (server) => ports !== undefined && !ports.includes(serverPort(server) ?? 0),
    );
    return closed === undefined
      ? []
      : [
          {
            path,
            message: `\`${closed}\` is on a port that \`ports\` does not open.`,
            fix: 'Add its port, or leave `ports` out.',
          },
        ];
  });
}

function passwordProblems(sasl: KafkaSasl | undefined): readonly OptionProblem[] {
  return Object.entries(sasl?.password ?? {})
    .filter(([, value]) => typeof value !== 'object')
    .map(([name]) => ({
      path: `sasl.password.${name}`,
      message: `\`${name}\` is a password in clear text.`,
      fix: "Keep it in a Secret and write `secretRef('name', 'key')`.",
    }));
}
