/** triggers › rabbitmq queue: as many pods as the messages of a queue ask for. */

import * as v from 'valibot';
import type { NeedFacts } from '../../model/need.ts';
import { checkShape, remake } from '../../model/shape.ts';
import type { SecretRef } from '../../model/spec/values.ts';
import type { Trigger, TriggerInput } from '../../model/trigger.ts';
import type { OptionProblem } from '../../model/variant.ts';
import { type Connection, connect, joined, sourceOf, unfit } from '../connect.ts';
import {
  activationShape,
  secretShape,
  sourceShape,
  targetShape,
  texts,
  wordShape,
} from '../trigger-shape.ts';

/** What is watched: the length of a queue, or the rate of its messages. */
export interface RabbitmqQueueOptions {
  /** Name of a need made by `rabbitmq()`. */
  readonly source: string;
  readonly queue: string;
  /** Messages for each pod. Default, unless `rate` is said: 20. */
  readonly length?: number;
  /** Messages published a second, for each pod; needs `management`. */
  readonly rate?: number;
  /** More than this starts the first pod. Default: 0. */
  readonly activation?: number;
  /** URL of the management API, e.g. `https://mq.example.com:15671`, instead of AMQP. */
  readonly management?: string | SecretRef;
}

/** KEDA's own. @see keda v2.21.0 pkg/scalers/rabbitmq_scaler.go defaultRabbitMQQueueLength */
const QUEUE_LENGTH = 20;

const shape = v.strictObject({
  source: sourceShape,
  queue: wordShape,
  length: v.optional(targetShape),
  rate: v.optional(targetShape),
  activation: v.optional(activationShape),
  management: v.optional(
    v.union([
      v.pipe(
        v.string(),
        v.regex(/^https?:\/\/\S+$/, 'Expected a URL that begins with http:// or https://.'),
      ),
      secretShape,
    ]),
  ),
});

/**
 * Scales by the length of a RabbitMQ queue.
 * @example rabbitmqQueue({ source: 'broker', queue: 'celery', length: 20 })
 */
export function rabbitmqQueue(
  options: RabbitmqQueueOptions,
): Trigger<'rabbitmqQueue', RabbitmqQueueOptions> {
  return {
    family: 'trigger',
    kind: 'rabbitmqQueue',
    options,
    with: remake(rabbitmqQueue),
    check: () => {
      const problems = checkShape(shape, options);
      return problems.length > 0 ? problems : modeProblems(options);
    },
    facts: (input) => {
      const { queue, length, rate, activation } = options;
      const { metadata, ...connection } = connectionOf(input, options);
      return {
        type: 'rabbitmq',
        ...connection,
        metadata: {
          ...metadata,
          ...texts({
            queueName: queue,
            mode: rate === undefined ? 'QueueLength' : 'MessageRate',
            value: rate ?? length ?? QUEUE_LENGTH,
            activationValue: activation,
          }),
        },
      };
    },
  };
}

function modeProblems({
  length,
  rate,
  management,
}: RabbitmqQueueOptions): readonly OptionProblem[] {
  if (rate !== undefined && length !== undefined) {
    return [
      {
        path: 'rate',
        message: '`rate` and `length` are two measures.',
        fix: 'Keep one, and make another trigger of the other.',
      },
    ];
  }
  return rate !== undefined && management === undefined
    ? [
        {
          path: 'rate',
          message: 'AMQP tells no rates: they come from the management API.',
          fix: "Add `management: 'https://…:15671'`, or say `length`.",
        },
      ]
    : [];
}

function connectionOf(
  input: TriggerInput,
  { source, management }: RabbitmqQueueOptions,
): Connection {
  const { need, findings } = sourceOf(input, source, 'rabbitmq');
  if (need === undefined) return joined([{ findings }]);
  const { parts } = need;
  const login = connect(input.path, parts, [
    { name: 'username', part: 'user', from: ['authentication', 'variable'] },
    { name: 'password', part: 'password', from: ['authentication', 'variable'] },
    { name: 'vhostName', part: 'virtualHost', from: ['metadata', 'authentication'] },
  ]);
  if (typeof management === 'string') {
    return joined([{ metadata: { host: management } }, login]);
  }
  if (management !== undefined) {
    const host = { parameter: 'host', secret: management.name, key: management.key };
    return joined([{ secrets: [host] }, login]);
  }
  if (parts?.url !== undefined) {
    return connect(input.path, parts, [
      { name: 'host', part: 'url', from: ['metadata', 'authentication', 'variable'] },
    ]);
  }
  return joined([hostOf(input, source, parts), login]);
}

/** KEDA takes a URL: one is made of a host that is written out. */
function hostOf(
  input: TriggerInput,
  source: string,
  parts: NeedFacts['parts'],
): Partial<Connection> {
  const host = parts?.host?.value;
  if (typeof host !== 'string') {
    return {
      findings: [
        unfit(
          input.path,
          `\`needs.${source}\` says neither a URL nor a host in text, and KEDA takes a URL.`,
          "Add `url: { AMQP_URL: secretRef('name', 'key') }` to the need.",
        ),
      ],
    };
  }
  const port = parts?.port?.value;
  const scheme = parts?.tls?.value === true ? 'amqps' : 'amqp';
  return { metadata: { host: `${scheme}://${host}${typeof port === 'number' ? `:${port}` : ''}` } };
}
