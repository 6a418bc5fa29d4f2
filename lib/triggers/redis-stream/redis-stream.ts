/** triggers › redis stream: as many pods as the entries of a stream ask for. */

import * as v from 'valibot';
import type { Finding } from '../../model/finding.ts';
import { checkShape, remake } from '../../model/shape.ts';
import type { Trigger, TriggerInput } from '../../model/trigger.ts';
import { wholeNumber } from '../../model/unit-shape.ts';
import type { OptionProblem } from '../../model/variant.ts';
import { type RedisConnectionOptions, redisConnection } from '../redis-connection.ts';
import {
  activationCountShape,
  secretShape,
  sourceShape,
  countShape,
  texts,
  wordShape,
} from '../trigger-shape.ts';

/** What is watched: exactly one of `lag`, `pending` and `length`. */
export interface RedisStreamOptions extends RedisConnectionOptions {
  readonly stream: string;
  /** Consumer group; needed by `lag` and `pending`. */
  readonly group?: string;
  /** Entries not delivered to the group yet, for each pod; needs Redis 7. */
  readonly lag?: number;
  /** Entries delivered and not acknowledged, for each pod. */
  readonly pending?: number;
  /** Entries of the stream, for each pod. */
  readonly length?: number;
  /** A lag above this starts the first pod. Default: 0. */
  readonly activation?: number;
  /** Number of the database. Default: 0. */
  readonly database?: number;
}

const MEASURES = ['lag', 'pending', 'length'] as const;
const shape = v.strictObject({
  source: sourceShape,
  address: v.optional(v.union([wordShape, secretShape])),
  password: v.optional(secretShape),
  stream: wordShape,
  group: v.optional(wordShape),
  lag: v.optional(countShape),
  pending: v.optional(countShape),
  length: v.optional(countShape),
  activation: v.optional(activationCountShape),
  database: v.optional(wholeNumber(0, 65_535, 'The number of a database')),
});

/**
 * Scales by the entries of a Redis stream.
 * @example redisStream({ source: 'events', stream: 'orders', group: 'billing', lag: 50 })
 */
export function redisStream(
  options: RedisStreamOptions,
): Trigger<'redisStream', RedisStreamOptions> {
  return {
    family: 'trigger',
    kind: 'redisStream',
    options,
    with: remake(redisStream),
    check: () => {
      const problems = checkShape(shape, options);
      return problems.length > 0 ? problems : measureProblems(options);
    },
    facts: (input) => {
      const { stream, group, lag, pending, length, activation, database } = options;
      const { metadata, findings, ...connection } = redisConnection(input, options);
      return {
        type: 'redis-streams',
        ...connection,
        metadata: {
          ...metadata,
          ...texts({
            stream,
            consumerGroup: group,
            lagCount: lag,
            pendingEntriesCount: pending,
            streamLength: length,
            activationLagCount: activation,
            databaseIndex: database,
          }),
        },
        findings: [...findings, ...sleepFindings(options, input)],
      };
    },
  };
}

function measureProblems(options: RedisStreamOptions): readonly OptionProblem[] {
  const said = MEASURES.filter((measure) => options[measure] !== undefined);
  if (said.length !== 1) {
    return [
      {
        path: '',
        message: `${said.length === 0 ? 'None' : `${said.join(' and ')}: more than one`} of lag, pending and length is said.`,
        fix: 'Say one: `lag` for what the group has not seen, with Redis 7.',
      },
    ];
  }
  const grouped = options.length === undefined;
  return grouped === (options.group !== undefined)
    ? []
    : [
        {
          path: 'group',
          message: grouped
            ? `\`${said[0]}\` is counted for a consumer group.`
            : 'With a consumer group KEDA counts pending entries, and `length` would be ignored.',
          fix: grouped ? 'Add `group`.' : 'Leave `group` out, or say `lag`.',
        },
      ];
}

/** Entries become pending when somebody takes them: with no pod there is nobody. keda v2.21.0 redis_streams_scaler.go XPending */
function sleepFindings(
  { pending, group }: RedisStreamOptions,
  { path, min }: TriggerInput,
): readonly Finding[] {
  return pending === undefined || min > 0
    ? []
    : [
        {
          code: 'SW2165',
          name: 'trigger-never-wakes',
          severity: 'error',
          path: `${path}.pending`,
          message: `The pods may go to zero, and \`pending\` counts what the group ${group ?? ''} has taken: without a pod nothing is taken, so none is ever started.`,
          because: 'Messages would wait for ever, and nothing would say so.',
          fix: 'Count `lag` (Redis 7) or `length`, or keep one pod with `min: 1`.',
        },
      ];
}
