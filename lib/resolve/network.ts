/** resolve › network: default-deny with exactly the holes the description implies. */

import type {
  NetworkPeerPlan,
  NetworkPlan,
  NetworkPolicyPlan,
  NetworkRulePlan,
} from '../model/plan/network-plan.ts';
import type { NeedFacts } from '../model/need.ts';
import type { RunningProcessPlan } from '../model/plan/process-plan.ts';
import type { EgressSpec } from '../model/spec/process-spec.ts';
import type { Context } from './context.ts';
import { EDITION_1 } from './edition.ts';
import type { ResolvedExposures } from './exposures.ts';
import { processSelector, serviceLabels } from './names.ts';
import type { AuthoredProcess } from './processes.ts';

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Cluster DNS and NodeLocal DNSCache. @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/ */
const DNS: NetworkRulePlan = {
  peers: [
    {
      kind: 'pods',
      namespaceLabels: { [NAMESPACE_NAME]: 'kube-system' },
      podLabels: { 'k8s-app': 'kube-dns' },
    },
    { kind: 'addresses', cidr: '169.254.20.10/32' },
  ],
  ports: [
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ],
};

/** What the holes follow from. */
export interface NetworkInput {
  readonly processes: readonly AuthoredProcess[];
  readonly running: Readonly<Record<string, RunningProcessPlan>>;
  readonly exposures: ResolvedExposures;
  readonly needs: Readonly<Record<string, NeedFacts>>;
}

/** One policy for what all pods may call, one for each process that others may call or that calls more. */
export function resolveNetwork(
  context: Context,
  { processes, running, exposures, needs }: NetworkInput,
): NetworkPlan {
  const { spec, trace } = context;
  const enabled = spec.network?.policies ?? true;
  if (!enabled) return { enabled: false, policies: [] };
  const base: NetworkPolicyPlan = {
    name: spec.name,
    podLabels: serviceLabels(spec.name),
    ingress: [],
    egress: egressOfService(context, needs),
  };
  trace.derive(
    'network.policies.0',
    base.name,
    'pods may call DNS and what `needs` and `network.egress` declare; nobody may call them unless another policy says so',
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  );
  const own = processes.flatMap((process) => {
    const policy = policyOf(context, process, running[process.name], exposures);
    return policy === undefined ? [] : [policy];
  });
  return { enabled, policies: [base, ...own] };
}

function egressOfService(
  { spec }: Context,
  needs: Readonly<Record<string, NeedFacts>>,
): readonly NetworkRulePlan[] {
  const said = spec.network?.egress ?? 'restricted';
  if (said === 'open') return [{ peers: [], ports: [] }];
  const declared = Object.values(needs).flatMap((need) =>
    need.egress.map(({ to, port, protocol }) => ({ peers: to, ports: [{ port, protocol }] })),
  );
  return [DNS, ...declared, ...(said === 'restricted' ? [] : said.map(egressRule))];
}

function policyOf(
  context: Context,
  process: AuthoredProcess,
  plan: RunningProcessPlan | undefined,
  exposures: ResolvedExposures,
): NetworkPolicyPlan | undefined {
  const ingress = plan === undefined ? [] : ingressOf(context, plan, exposures);
  const egress = (process.spec.egress ?? []).map(egressRule);
  if (ingress.length === 0 && egress.length === 0) return undefined;
  return {
    name: `${context.spec.name}-${process.name}`,
    podLabels: processSelector(context.spec.name, process.name),
    ...(ingress.length === 0 ? {} : { ingress }),
    ...(egress.length === 0 ? {} : { egress }),
  };
}

function ingressOf(
  { spec }: Context,
  plan: RunningProcessPlan,
  exposures: ResolvedExposures,
): readonly NetworkRulePlan[] {
  const http = plan.container.sidecars?.flatMap(({ ports }) => ports).find(isHttp)?.port ?? 'http';
  const callers: readonly NetworkPeerPlan[] =
    plan.kind === 'web'
      ? [
          ...exposures.of(plan.name).flatMap((exposure) => exposure.proxy.sources),
          ...(spec.network?.ingress ?? [])
            .filter((peer) => peer.process === undefined || peer.process === plan.name)
            .map(({ namespace, podLabels, cidr }): NetworkPeerPlan =>
              cidr !== undefined
                ? { kind: 'addresses', cidr }
                : {
                    kind: 'pods',
                    ...(namespace === undefined
                      ? {}
                      : { namespaceLabels: { [NAMESPACE_NAME]: namespace } }),
                    ...(podLabels === undefined ? {} : { podLabels }),
                  },
            ),
        ]
      : [];
  const metrics = plan.container.ports.find((port) => port.name === 'metrics') ?? undefined;
  const scraped = plan.server?.metrics ?? metrics;
  const monitoring = spec.network?.monitoringNamespace ?? EDITION_1.monitoringNamespace;
  return [
    ...(callers.length === 0
      ? []
      : [{ peers: callers, ports: [{ port: http, protocol: 'TCP' } as const] }]),
    ...(scraped === undefined
      ? []
      : [
          {
            peers: [{ kind: 'pods', namespaceLabels: { [NAMESPACE_NAME]: monitoring } } as const],
            ports: [{ port: metrics === undefined ? http : 'metrics', protocol: 'TCP' } as const],
          },
        ]),
  ];
}

/** A sidecar's port is named by its number: not every network plugin looks its name up. */
function isHttp({ name }: { readonly name: string }): boolean {
  return name === 'http';
}

function egressRule({ to, ports, protocol }: EgressSpec): NetworkRulePlan {
  return {
    peers: (to ?? []).map((cidr) => ({ kind: 'addresses', cidr })),
    ports: ports.map((port) => ({ port, protocol: protocol ?? 'TCP' })),
  };
}
