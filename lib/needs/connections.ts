/** needs: how many connections a dependency accepts, and how many a thread of the service holds. */

import * as v from 'valibot';
import { wholeNumber } from '../model/unit-shape.ts';

/** A connection budget; absent members take the defaults of the need. */
export interface ConnectionOptions {
  /** Most connections it accepts from this service. */
  readonly max?: number;
  /** Connections each thread of a worker may hold; for event loops, each worker's pool counts instead. */
  readonly perThread?: number;
}

/** The shape of ConnectionOptions. @internal */
export const connectionsShape = v.strictObject({
  max: v.optional(wholeNumber(1, 1_000_000, 'The number of connections')),
  perThread: v.optional(wholeNumber(0, 1000, 'The number of connections')),
});
