/** How long idle connections are kept, shared by every server and proxy that can decide it. */

/** What the time depends on. */
export interface PoolInFront {
  /** Longest time a proxy in front keeps an idle connection for reuse; 0 when none does. */
  readonly proxyKeepAliveSeconds: number;
}

/** Pool of nginx (keepalive_timeout of an upstream), taken where no proxy is known: callers have pools too. */
const USUAL_POOL_SECONDS = 60;
/** The server outlives the pool of its proxy by this much: reuse at the deadline fails (measured: 4 of 4 at +0.2 s). */
const MARGIN_SECONDS = 15;

/** Seconds an idle connection is kept: longer than the pool in front, else a request meets a closed connection. */
export function keepAliveSeconds(input: PoolInFront): number {
  return poolSeconds(input) + MARGIN_SECONDS;
}

/** How the time came about. */
export function keepAliveFormula(input: PoolInFront): string {
  return input.proxyKeepAliveSeconds === 0
    ? `${USUAL_POOL_SECONDS} (usual pool of a caller) + ${MARGIN_SECONDS}`
    : `pool of the proxy ${input.proxyKeepAliveSeconds} + ${MARGIN_SECONDS}`;
}

function poolSeconds({ proxyKeepAliveSeconds }: PoolInFront): number {
  return proxyKeepAliveSeconds === 0 ? USUAL_POOL_SECONDS : proxyKeepAliveSeconds;
}
