/** servers › gunicorn: how each worker class of each version stops. */

import type { WorkerClass } from './options.ts';
import { type VersionRange, mayBe } from './version.ts';

/**
 * Seconds a stop may need beyond `graceful_timeout`, although the master then kills what is left.
 * From 26.0 on a worker that closes a connection waits up to 2 s for the peer's FIN (util.close_graceful);
 * a gevent worker accepts for one further second (ggevent.py run()).
 */
const LINGER_SECONDS = 2;
const GEVENT_ACCEPT_SECONDS = 1;

/** The extra time, on the safe side when the version is not known, and the sum it comes from. */
export function drainExtra(
  workerClass: WorkerClass,
  range: VersionRange,
): { readonly seconds: number; readonly formula: string } {
  const parts = [
    ...(mayBe(range, [26, 0, 0]) ? [{ seconds: LINGER_SECONDS, text: 'lingering close' }] : []),
    ...(workerClass === 'gevent'
      ? [{ seconds: GEVENT_ACCEPT_SECONDS, text: 'last accept of gevent' }]
      : []),
  ];
  return {
    seconds: parts.reduce((sum, part) => sum + part.seconds, 0),
    formula: parts.map((part) => `${part.seconds} (${part.text})`).join(' + ') || '0',
  };
}

/**
 * Whether an idle connection of a proxy may hold up the whole stop: gthread 24.0 to 26.x waits for it, gevent and asgi
 * until keep-alive ends it. No request is lost by that. Measured 2026-11-22, gunicorn 23.0.0 to 27.0.1.
 */
export function idleConnectionsDelay(
  workerClass: WorkerClass,
  range: VersionRange,
  times: { readonly keepAliveSeconds: number; readonly gracefulTimeoutSeconds: number },
): boolean {
  if (workerClass === 'gthread') return mayBe(range, [24, 0, 0], [27, 0, 0]);
  const waits = workerClass === 'gevent' || workerClass === 'asgi';
  return waits && times.keepAliveSeconds >= times.gracefulTimeoutSeconds;
}
