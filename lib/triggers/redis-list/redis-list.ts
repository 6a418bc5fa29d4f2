/** triggers › redis list: as many pods as the length of a list asks for. */

import * as v from 'valibot';
import { checkShape, remake } from '../../model/shape.ts';
import type { Trigger } from '../../model/trigger.ts';
import { wholeNumber } from '../../model/unit-shape.ts';
import { type RedisConnectionOptions, redisConnection } from '../redis-connection.ts';
import {
  activationCountShape,
  secretShape,
  sourceShape,
  countShape,
  texts,
  wordShape,
} from '../trigger-shape.ts';

/** What is watched. */
export interface RedisListOptions extends RedisConnectionOptions {
  /** Name of the list, e.g. `celery`. */
  readonly list: string;
  /** Items for each pod. Default: KEDA's 5. */
  readonly length?: number;
  /** More items than this start the first pod. Default: 0. */
  readonly activation?: number;
  /** Number of the database. Default: 0. */
  readonly database?: number;
}

const shape = v.strictObject({
  source: sourceShape,
  address: v.optional(v.union([wordShape, secretShape])),
  password: v.optional(secretShape),
  list: wordShape,
  length: v.optional(countShape),
  activation: v.optional(activationCountShape),
  database: v.optional(wholeNumber(0, 65_535, 'The number of a database')),
});

/**
 * Scales by the length of a Redis list, such as the queue of Celery or RQ.
 * @example redisList({ source: 'broker', list: 'celery', length: 20 })
 */
export function redisList(options: RedisListOptions): Trigger<'redisList', RedisListOptions> {
  return {
    family: 'trigger',
    kind: 'redisList',
    options,
    with: remake(redisList),
    check: () => checkShape(shape, options),
    facts: (input) => {
      const { list, length, activation, database } = options;
      const { metadata, ...connection } = redisConnection(input, options);
      return {
        type: 'redis',
        ...connection,
        metadata: {
          ...metadata,
          ...texts({
            listName: list,
            listLength: length,
            activationListLength: activation,
            databaseIndex: database,
          }),
        },
      };
    },
  };
}
