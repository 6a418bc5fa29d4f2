/** rollouts: what a controller measures of a new version, said once for all controllers that can measure. */

import * as v from 'valibot';
import type { RolloutInput } from '../model/rollout.ts';
import type { Finding } from '../model/finding.ts';
import type { DurationText } from '../model/spec/amounts.ts';
import { durationShape, numberBetween, wholeNumber } from '../model/unit-shape.ts';
import { secondsOf } from './rolling-update.ts';

/** What is measured, and what is good enough. */
export interface AnalysisOptions {
  /** Address of Prometheus as the controller reaches it, e.g. `http://prometheus.monitoring:9090`. */
  readonly prometheus: string;
  /** Least share of requests that do not fail (5xx), from 0 to 1. Default: 0.99. */
  readonly minSuccessRate?: number;
  /** Longest time in which 95 % of the requests are answered. Default: it is not judged. */
  readonly maxLatencyMilliseconds?: number;
  /** Time between two measurements, and the span each looks back on. Default: 1 min. */
  readonly interval?: DurationText;
  /** Bad measurements that are forgiven. Default: 2. */
  readonly tolerated?: number;
  /** PromQL instead of the metrics of the proxy: a share from 0 to 1, and seconds. `SERVICE` and `NAMESPACE` are replaced. */
  readonly queries?: { readonly successRate?: string; readonly latency?: string };
}

/** One measured value with its bound. */
export interface Measurement {
  readonly name: 'success-rate' | 'latency';
  readonly query: string;
  readonly min?: number;
  readonly max?: number;
}

/** The shape of AnalysisOptions. @internal */
export const analysisShape = v.strictObject({
  prometheus: v.pipe(
    v.string(),
    v.regex(/^https?:\/\/[^\s/]+/, 'An address such as `http://prometheus.monitoring:9090`.'),
  ),
  minSuccessRate: v.optional(numberBetween(0, 1, 'A share of requests')),
  maxLatencyMilliseconds: v.optional(wholeNumber(1, 600_000, 'A time to answer, in milliseconds,')),
  interval: v.optional(durationShape),
  tolerated: v.optional(wholeNumber(0, 1000, 'The number of bad measurements')),
  queries: v.optional(
    v.strictObject({ successRate: v.optional(v.string()), latency: v.optional(v.string()) }),
  ),
});

/** Fewer than one failure of a hundred requests: a choice, to be said where more matters. */
const MIN_SUCCESS_RATE = 0.99;
const INTERVAL_SECONDS = 60;
/** One bad minute may be chance; three are not. A choice. */
const TOLERATED = 2;

/** Seconds between two measurements. */
export function intervalSeconds({ interval }: AnalysisOptions): number {
  return secondsOf(interval) ?? INTERVAL_SECONDS;
}

/** Bad measurements that are forgiven. */
export function toleratedOf({ tolerated }: AnalysisOptions): number {
  return tolerated ?? TOLERATED;
}

/** What is measured of a Service. `service` is its name, or what the controller replaces by it. */
export function measurementsOf(
  options: AnalysisOptions,
  input: Pick<RolloutInput, 'namespace'>,
  service: string,
): readonly Measurement[] {
  const span = `${intervalSeconds(options)}s`;
  const filled = (query: string): string =>
    query.replaceAll('SERVICE', service).replaceAll('NAMESPACE', input.namespace);
  const max = options.maxLatencyMilliseconds;
  return [
    {
      name: 'success-rate',
      query: filled(options.queries?.successRate ?? successRate(span)),
      min: options.minSuccessRate ?? MIN_SUCCESS_RATE,
    },
    ...(max === undefined
      ? []
      : [
          {
            name: 'latency',
            query: filled(options.queries?.latency ?? latency(span)),
            max: max / 1000,
          } as const,
        ]),
  ];
}

/**
 * Requests by what the canary Ingress leads to: its label is namespace, Service and port.
 * @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.11.0/internal/ingress/metric/collectors/socket.go requestTags
 */
const OF_CANARY = 'canary="NAMESPACE-SERVICE-http"';

function successRate(span: string): string {
  const requests = (labels: string) =>
    `sum(rate(nginx_ingress_controller_requests{${labels}}[${span}]))`;
  return `${requests(`${OF_CANARY},status!~"5.*"`)} / ${requests(OF_CANARY)}`;
}

function latency(span: string): string {
  return `histogram_quantile(0.95, sum by (le) (rate(nginx_ingress_controller_request_duration_seconds_bucket{${OF_CANARY}}[${span}])))`;
}

/** Metrics that nobody makes: only ingress-nginx tells versions apart by itself. Raises SW2083. */
export function analysisFindings(
  options: AnalysisOptions | undefined,
  measuredByProxy: boolean,
  path: string,
): readonly Finding[] {
  if (options === undefined || measuredByProxy) return [];
  const { queries, maxLatencyMilliseconds } = options;
  const missing = [
    ...(queries?.successRate === undefined ? ['successRate'] : []),
    ...(maxLatencyMilliseconds !== undefined && queries?.latency === undefined ? ['latency'] : []),
  ];
  return missing.map((name) => ({
    code: 'SW2083',
    name: 'analysis-without-metric',
    severity: 'error',
    path: `${path}.analysis.queries.${name}`,
    message: `No metric is known by which \`${name}\` of the new version could be measured here.`,
    because:
      'Only the canary Ingress of ingress-nginx counts the requests of each version apart; other proxies and applications name their metrics as they like.',
    fix: `Give the PromQL: \`analysis: { queries: { ${name}: '…{service="SERVICE"}…' } }\`; \`SERVICE\` and \`NAMESPACE\` are replaced.`,
  }));
}
