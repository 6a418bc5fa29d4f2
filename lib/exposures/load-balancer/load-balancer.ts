/** exposures › load balancer: an address of its own for one process; connections are passed on, nothing in them is read. */

import type {
  Exposure,
  ExposureFacts,
  ExposureInput,
  ExposureReason,
  ExposureTarget,
} from '../../model/exposure.ts';
import type { LoadBalancerPlan, ProxyPlan } from '../../model/plan/exposure-plan.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { merged } from '../annotations.ts';
import { externalDnsAnnotations } from '../external-dns.ts';
import { readHosts } from '../read-hosts.ts';
import { proxyReasons } from '../reasons.ts';
import { refused } from '../refuse.ts';
import { type LoadBalancerOptions, loadBalancerShape } from './options.ts';
import { platformAnnotations, platformOf } from './platform-annotations.ts';
import { loadBalancerProblems, processProblems } from './problems.ts';

/** An address alone will do, and a preview is refused as such. */
const NOT_ASKED: readonly string[] = ['host-missing', 'preview-host-unused'];

/** Shorter pauses are an error: kube-proxy on every node must have heard of it. */
const MINIMUM_PROPAGATION_SECONDS = 5;

/**
 * Exposes a web process by a load balancer of layer 4.
 * @example loadBalancer({ platform: 'eks', scope: 'internal', host: 'shop.internal.example.com' })
 */
export function loadBalancer(
  options: LoadBalancerOptions = {},
): Exposure<'loadBalancer', LoadBalancerOptions> {
  return {
    family: 'exposure',
    kind: 'loadBalancer',
    options,
    with: remake(loadBalancer),
    check: () => checkShape(loadBalancerShape, options),
    facts: (input) => facts(options, input),
    leadsTo: () => options.process,
  };
}

function facts(options: LoadBalancerOptions, input: ExposureInput): ExposureFacts {
  const process = options.process ?? input.defaultTarget;
  const target = Object.hasOwn(input.targets, process) ? input.targets[process] : undefined;
  const targets = target === undefined ? [] : [target];
  const { hosts, findings } = readHosts(options, input, []);
  const proxy = proxyPlan(options);
  return {
    title: 'Load balancer',
    scope: options.scope ?? 'public',
    hosts,
    tls: false,
    proxy,
    because: proxyReasons(proxy, {
      ...(proxy.readTimeoutSeconds === undefined
        ? {}
        : { readTimeoutSeconds: idleReason(options) }),
      keepAliveSeconds: { formula: 'a connection of a client is a connection to a pod' },
      sources: sourcesReason(options),
    }),
    objects: target === undefined ? [] : [balancer(options, input, target, hosts)],
    secrets: [],
    findings: [
      ...findings.filter(({ name }) => !NOT_ASKED.includes(name)),
      ...refused({ options, at: input.path, targets }, 'load-balancer'),
      ...processProblems(process, input),
      ...(target === undefined ? [] : loadBalancerProblems(options, input.path, target)),
    ],
  };
}

function balancer(
  options: LoadBalancerOptions,
  input: ExposureInput,
  target: ExposureTarget,
  hosts: readonly string[],
): LoadBalancerPlan {
  const { className } = platformOf(options);
  const derived = {
    ...platformAnnotations(options),
    ...externalDnsAnnotations(options.externalDns, hosts),
  };
  return {
    kind: 'loadBalancer',
    name: `${input.name}-lb`,
    serviceName: target.serviceName,
    annotations: merged(derived, options.annotations ?? {}),
    ...(className === undefined ? {} : { className }),
    sourceRanges: options.allowFrom ?? [],
    ...(options.keepClientAddress === true ? { externalTrafficPolicy: 'Local' as const } : {}),
    port: { name: target.portName, port: options.port ?? 80 },
  };
}

function idleReason({ idleTimeout }: LoadBalancerOptions): ExposureReason {
  return idleTimeout === undefined
    ? { assumed: 'how long the balancer of this platform keeps a silent connection' }
    : { from: 'idleTimeout' };
}

/** Who is seen as the sender: the addresses that are named, else anybody. */
function sourcesReason(options: LoadBalancerOptions): ExposureReason {
  const named = (['proxyAddresses', 'allowFrom'] as const).find(
    (key) => options[key] !== undefined,
  );
  return named === undefined
    ? { assumed: 'clients of any address; say which with `allowFrom` or `proxyAddresses`' }
    : { from: named };
}

/** Nothing is pooled: a connection of a client is a connection to a pod. */
function proxyPlan(options: LoadBalancerOptions): ProxyPlan {
  const { propagationSeconds, direct, idleSeconds } = platformOf(options);
  const { allowFrom, proxyAddresses, keepClientAddress } = options;
  const seen = keepClientAddress === true || direct ? allowFrom : undefined;
  const sources = proxyAddresses ?? seen ?? ['0.0.0.0/0', '::/0'];
  return {
    kind: 'loadBalancer',
    keepAliveSeconds: 0,
    ...(idleSeconds === undefined ? {} : { readTimeoutSeconds: idleSeconds }),
    propagationSeconds,
    minimumPropagationSeconds: MINIMUM_PROPAGATION_SECONDS,
    sources: sources.map((cidr) => ({ kind: 'addresses', cidr })),
  };
}
