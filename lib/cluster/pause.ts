/** cluster › time: waits that a user may end. */

import { setTimeout as sleep } from 'node:timers/promises';
import { Interrupted } from './cluster-error.ts';

/** Waits. @throws Interrupted when the signal comes meanwhile */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch {
    throw new Interrupted();
  }
}
