/** triggers › prometheus query: as many pods as a metric of Prometheus asks for. */

import * as v from 'valibot';
import { checkShape, remake } from '../../model/shape.ts';
import type { SecretRef } from '../../model/spec/values.ts';
import type { Trigger } from '../../model/trigger.ts';
import { activationShape, secretShape, targetShape, texts, wordShape } from '../trigger-shape.ts';

/** What is asked. */
export interface PrometheusQueryOptions {
  /** URL of Prometheus, e.g. `http://prometheus.monitoring.svc:9090`. */
  readonly server: string;
  /** A query that answers with one number. */
  readonly query: string;
  /** Of that number, for each pod. */
  readonly threshold: number;
  /** More than this starts the first pod. Default: 0. */
  readonly activation?: number;
  /** Take no answer for 0 instead of for an error. Default: KEDA's true. */
  readonly ignoreNullValues?: boolean;
  /** A token that is sent as `Authorization: Bearer`. */
  readonly bearerToken?: SecretRef;
}

const shape = v.strictObject({
  server: v.pipe(
    v.string(),
    v.regex(
      /^https?:\/\/[^\s/@]+(?:\/\S*)?$/,
      'Expected a URL without user and password, e.g. http://prometheus.monitoring.svc:9090.',
    ),
  ),
  query: wordShape,
  threshold: targetShape,
  activation: v.optional(activationShape),
  ignoreNullValues: v.optional(v.boolean()),
  bearerToken: v.optional(secretShape),
});

/**
 * Scales by a query of Prometheus.
 * @example prometheusQuery({ server: 'http://prometheus.monitoring.svc:9090', query: 'sum(rate(http_requests_total{app="shop"}[2m]))', threshold: 50 })
 */
export function prometheusQuery(
  options: PrometheusQueryOptions,
): Trigger<'prometheusQuery', PrometheusQueryOptions> {
  return {
    family: 'trigger',
    kind: 'prometheusQuery',
    options,
    with: remake(prometheusQuery),
    check: () => checkShape(shape, options),
    facts: () => {
      const {
        server,
        query,
        threshold,
        activation,
        ignoreNullValues,
        bearerToken: token,
      } = options;
      return {
        type: 'prometheus',
        metadata: texts({
          serverAddress: server,
          query,
          threshold,
          activationThreshold: activation,
          ignoreNullValues,
          authModes: token === undefined ? undefined : 'bearer',
        }),
        ...(token === undefined
          ? {}
          : { secrets: [{ parameter: 'bearerToken', secret: token.name, key: token.key }] }),
        findings: [],
      };
    },
  };
}
