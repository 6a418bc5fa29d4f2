/** exposures › reasons: where the values of the proxy in front came from, for `explain`. */

import type { ExposureFacts, ExposureReason } from '../model/exposure.ts';
import type { ProxyPlan } from '../model/plan/exposure-plan.ts';

/** Reasons of values that variants give themselves. */
export interface OwnReasons {
  /** Absent where the proxy has no such limit. */
  readonly readTimeoutSeconds?: ExposureReason;
  readonly keepAliveSeconds: ExposureReason;
  readonly sources: ExposureReason;
}

/** Idle time of nginx's pool, which nobody sees from here: a controller may be told otherwise. */
export const POOL_ASSUMED: ExposureReason = {
  assumed:
    'how long nginx keeps an idle connection to a pod, unless its controller is configured otherwise',
  source: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive_timeout',
};

/** Nothing is kept for reuse. */
export const NOT_POOLED: ExposureReason = { formula: 'no connection to a pod is kept for reuse' };

/** The controller's namespace and labels, or its usual place. */
export function sourcesReason(options: {
  readonly controllerNamespace?: string;
  readonly controllerLabels?: object;
}): ExposureReason {
  if (options.controllerNamespace !== undefined) return { from: 'controllerNamespace' };
  return options.controllerLabels === undefined
    ? { assumed: 'the usual place of this controller; say another one with `controllerNamespace`' }
    : { from: 'controllerLabels' };
}

/** Reasons of everything in the plan of a proxy. */
export function proxyReasons(
  { propagationSeconds, minimumPropagationSeconds }: ProxyPlan,
  { readTimeoutSeconds, keepAliveSeconds, sources }: OwnReasons,
): NonNullable<ExposureFacts['because']> {
  return {
    ...(readTimeoutSeconds === undefined ? {} : { 'proxy.readTimeoutSeconds': readTimeoutSeconds }),
    'proxy.keepAliveSeconds': keepAliveSeconds,
    'proxy.propagationSeconds': {
      assumed: `${propagationSeconds} s until whoever sends requests has heard that a pod stops`,
    },
    'proxy.minimumPropagationSeconds': {
      assumed: `nothing is known to hear of it surely within less than ${minimumPropagationSeconds} s`,
    },
    'proxy.sources': sources,
  };
}
