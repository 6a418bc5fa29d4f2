/** exposures › internal: no route at all; pods of the cluster call the Service by its name. */

import type { Exposure, ExposureFacts, ExposureInput } from '../../model/exposure.ts';
import type { ProxyPlan } from '../../model/plan/exposure-plan.ts';
import type { NetworkPeerPlan } from '../../model/plan/network-plan.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { proxyReasons } from '../reasons.ts';
import { refused } from '../refuse.ts';
import { type CallerSpec, type InternalOptions, internalShape } from './options.ts';

/** Seconds until every node has dropped a pod that began to stop from its Service: kube-proxy syncs each second or so. */
const PROPAGATION_SECONDS = 5;
/** A shorter pause loses requests on nodes that are slow to hear of it. */
const MINIMUM_PROPAGATION_SECONDS = 5;

/**
 * Makes a service reachable inside the cluster only, under the name of its Service.
 * @example internal({ from: [{ namespace: 'checkout' }] })
 */
export function internal(options: InternalOptions = {}): Exposure<'internal', InternalOptions> {
  return {
    family: 'exposure',
    kind: 'internal',
    options,
    with: remake(internal),
    check: () => checkShape(internalShape, options),
    facts: (input) => facts(options, input),
  };
}

function facts(options: InternalOptions, input: ExposureInput): ExposureFacts {
  const proxy = proxyPlan(options);
  return {
    title: 'Service inside the cluster',
    scope: 'internal',
    hosts: serviceHosts(input),
    tls: false,
    proxy,
    because: proxyReasons(proxy, {
      keepAliveSeconds: { formula: 'no proxy stands between callers and pods' },
      sources:
        options.from === undefined
          ? { assumed: 'pods of the same namespace; say others with `from`' }
          : { from: 'from' },
    }),
    objects: [],
    secrets: [],
    findings: refused(
      { options, at: input.path, targets: Object.values(input.targets) },
      'internal',
    ),
  };
}

function proxyPlan(options: InternalOptions): ProxyPlan {
  return {
    kind: 'none',
    keepAliveSeconds: 0,
    propagationSeconds: PROPAGATION_SECONDS,
    minimumPropagationSeconds: MINIMUM_PROPAGATION_SECONDS,
    sources: (options.from ?? [{}]).map(peer),
  };
}

/** Names callers use, the one without namespace first; the cluster's domain is not known here. @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/ */
function serviceHosts(input: ExposureInput): readonly string[] {
  const service = input.targets[input.defaultTarget]?.serviceName;
  if (service === undefined) return [];
  const name = `${service}.${input.namespace}`;
  return [service, name, `${name}.svc`];
}

function peer({ namespace, podLabels }: CallerSpec): NetworkPeerPlan {
  return {
    kind: 'pods',
    ...namespaceOf(namespace),
    ...(podLabels === undefined ? {} : { podLabels }),
  };
}

function namespaceOf(namespace: string | undefined): {
  readonly namespaceLabels?: Readonly<Record<string, string>>;
} {
  if (namespace === undefined) return {};
  return {
    namespaceLabels: namespace === '*' ? {} : { 'kubernetes.io/metadata.name': namespace },
  };
}
