/** exposures › gateway › ngf › tracing: which requests become spans, as a policy of the routes. */

import type { CustomObjectPlan } from '../../../model/plan/exposure-plan.ts';
import type { Face } from '../../face.ts';
import { type Neutral, speaks } from '../../neutral.ts';
import type { TracingSpec } from '../options.ts';

/**
 * The policy for the routes of all faces; none where nothing is traced.
 * @see https://docs.nginx.com/nginx-gateway-fabric/monitoring/tracing/
 */
export function tracingPolicies(
  neutral: Neutral,
  faces: readonly Face[],
  tracing: TracingSpec | undefined,
): readonly CustomObjectPlan[] {
  if (tracing === undefined) return [];
  const kind = speaks(neutral, 'grpc') ? 'GRPCRoute' : 'HTTPRoute';
  return [
    {
      kind: 'custom',
      apiVersion: 'gateway.nginx.org/v1alpha2',
      objectKind: 'ObservabilityPolicy',
      name: `${neutral.name}-tracing`,
      spec: {
        targetRefs: faces.map(({ name }) => ({
          group: 'gateway.networking.k8s.io',
          kind,
          name,
        })),
        tracing: tracingOf(tracing),
      },
    },
  ];
}

/** The context is handed on, so that spans of the application are children of those of the proxy. */
function tracingOf({
  sample = 'parent',
  spanName,
  attributes = {},
}: TracingSpec): Readonly<Record<string, unknown>> {
  const spanAttributes = Object.entries(attributes).map(([key, value]) => ({ key, value }));
  return {
    ...(sample === 'parent' ? { strategy: 'parent' } : { strategy: 'ratio', ratio: sample }),
    context: 'propagate',
    ...(spanName === undefined ? {} : { spanName }),
    ...(spanAttributes.length === 0 ? {} : { spanAttributes }),
  };
}
