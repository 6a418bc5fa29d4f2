/** triggers › kafka lag: as many pods as a consumer group is behind for. */

import * as v from 'valibot';
import { checkShape, remake } from '../../model/shape.ts';
import type { Trigger, TriggerInput } from '../../model/trigger.ts';
import { wholeNumber } from '../../model/unit-shape.ts';
import { type Connection, connect, joined, sourceOf } from '../connect.ts';
import { sourceShape, texts, wordShape } from '../trigger-shape.ts';

/** What is watched. */
export interface KafkaLagOptions {
  /** Name of a need made by `kafka()`. */
  readonly source: string;
  readonly group: string;
  /** Default: every topic of the group. */
  readonly topic?: string;
  /** Messages behind, for each pod. Default: KEDA's 10. */
  readonly lag?: number;
  /** A lag above this starts the first pod. Default: 0. */
  readonly activation?: number;
  /** Where a new group starts to read. Default: KEDA's `latest`. */
  readonly offsetReset?: 'latest' | 'earliest';
  /** More pods than partitions, which then have nothing to read. Default: false. */
  readonly allowIdleConsumers?: boolean;
}

/** KEDA's names. @see keda v2.21.0 pkg/scalers/kafka_scaler.go */
const MECHANISMS: Readonly<Record<string, string>> = {
  PLAIN: 'plaintext',
  'SCRAM-SHA-256': 'scram_sha256',
  'SCRAM-SHA-512': 'scram_sha512',
};

const shape = v.strictObject({
  source: sourceShape,
  group: wordShape,
  topic: v.optional(wordShape),
  lag: v.optional(wholeNumber(1, 1_000_000_000, 'A lag')),
  activation: v.optional(wholeNumber(0, 1_000_000_000, 'The activation')),
  offsetReset: v.optional(v.picklist(['latest', 'earliest'])),
  allowIdleConsumers: v.optional(v.boolean()),
});

/**
 * Scales by how far a consumer group of Kafka is behind.
 * @example kafkaLag({ source: 'events', group: 'billing', topic: 'orders', lag: 100 })
 */
export function kafkaLag(options: KafkaLagOptions): Trigger<'kafkaLag', KafkaLagOptions> {
  return {
    family: 'trigger',
    kind: 'kafkaLag',
    options,
    with: remake(kafkaLag),
    check: () => checkShape(shape, options),
    facts: (input) => {
      const { group, topic, lag, activation, offsetReset, allowIdleConsumers } = options;
      const { metadata, ...connection } = connectionOf(input, options.source);
      return {
        type: 'kafka',
        ...connection,
        metadata: {
          ...metadata,
          ...texts({
            consumerGroup: group,
            topic,
            lagThreshold: lag,
            activationLagThreshold: activation,
            offsetResetPolicy: offsetReset,
            allowIdleConsumers,
          }),
        },
      };
    },
  };
}

function connectionOf(input: TriggerInput, source: string): Connection {
  const { need, findings } = sourceOf(input, source, 'kafka');
  if (need === undefined) return joined([{ findings }]);
  const { parts } = need;
  const said = parts?.saslMechanism?.value;
  const mechanism = typeof said === 'string' ? MECHANISMS[said] : undefined;
  return joined([
    connect(input.path, parts, [
      { name: 'bootstrapServers', part: 'bootstrapServers', from: ['metadata', 'variable'] },
      { name: 'username', part: 'user', from: ['authentication'] },
      { name: 'password', part: 'password', from: ['authentication'] },
    ]),
    mechanism === undefined ? {} : { metadata: { sasl: mechanism } },
    parts?.tls?.value === true ? { metadata: { tls: 'enable' } } : {},
  ]);
}
