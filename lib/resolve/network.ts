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
import type { CallPlan } from '../model/plan/service-plan.ts';
import type { Caller } from './calls.ts';
import type { Context } from './context.ts';
import type { ResolvedExposures } from './exposures.ts';
import { identityEgress } from './cloud-identity.ts';
import { processObjectName, processSelector, serviceLabels } from './names.ts';
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
  /** Services this one calls, and those that call it. */
  readonly calls: readonly CallPlan[];
  readonly callers: readonly Caller[];
}

/** One policy for what all pods may call, one for each process that others may call or that calls more. */
export function resolveNetwork(
  context: Context,
  { processes, running, exposures, needs, calls, callers }: NetworkInput,
): NetworkPlan {
  const { spec, trace } = context;
  const enabled = spec.network?.policies ?? true;
  if (!enabled) return { enabled: false, policies: [] };
  const base: NetworkPolicyPlan = {
    name: spec.name,
    podLabels: serviceLabels(spec.name),
    ingress: [],
    egress: egressOfService(context, needs, calls),
  };
  trace.derive(
    'network.policies.0',
    base.name,
    'pods may call DNS and what `needs` and `network.egress` declare; nobody may call them unless another policy says so',
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  );
  const own = processes.flatMap((process) => {
    const policy = policyOf(context, process, {
      plan: running[process.name],
      exposures,
      calls,
    });
    return policy === undefined ? [] : [policy];
  });
  return { enabled, policies: [base, ...own, ...callerPolicies(context, callers, running)] };
}

function egressOfService(
  { spec }: Context,
  needs: Readonly<Record<string, NeedFacts>>,
  calls: readonly CallPlan[],
): readonly NetworkRulePlan[] {
  const said = spec.network?.egress ?? 'restricted';
  if (said === 'open') return [{ peers: [], ports: [] }];
  const declared = Object.values(needs).flatMap((need) =>
    need.egress.map(({ to, port, protocol }) => ({ peers: to, ports: [{ port, protocol }] })),
  );
  const called = calls.filter(({ from }) => from === undefined).map(callRule);
  return [
    DNS,
    ...identityEgress({ spec }),
    ...declared,
    ...called,
    ...(said === 'restricted' ? [] : said.map(egressRule)),
  ];
}

function policyOf(
  context: Context,
  process: AuthoredProcess,
  {
    plan,
    exposures,
    calls,
  }: Pick<NetworkInput, 'exposures' | 'calls'> & { readonly plan: RunningProcessPlan | undefined },
): NetworkPolicyPlan | undefined {
  const ingress =
    plan === undefined ? [] : [...ingressOf(context, plan, exposures), ...peerRules(context, plan)];
  const called = calls.filter(({ from }) => from === process.name);
  const peers = plan === undefined ? [] : peerRules(context, plan);
  const egress = [
    ...(process.spec.egress ?? []).map(egressRule),
    ...called.map(callRule),
    ...peers,
  ];
  if (ingress.length === 0 && egress.length === 0) return undefined;
  return {
    name: `${context.spec.name}-${process.name}`,
    podLabels: processSelector(context.spec.name, process.name),
    ...(ingress.length === 0 ? {} : { ingress }),
    ...(egress.length === 0 ? {} : { egress }),
  };
}

function ingressOf(
  { edition, spec }: Context,
  plan: RunningProcessPlan,
  exposures: ResolvedExposures,
): readonly NetworkRulePlan[] {
  const http = httpPort(plan);
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
  const monitoring = spec.network?.monitoringNamespace ?? edition.monitoringNamespace;
  return [
    ...(callers.length === 0
      ? []
      : [{ peers: distinct(callers), ports: [{ port: http, protocol: 'TCP' } as const] }]),
    ...(scraped === undefined
      ? []
      : [
          {
            peers: [{ kind: 'pods', namespaceLabels: { [NAMESPACE_NAME]: monitoring } } as const],
            ports: [{ port: metrics === undefined ? http : 'metrics', protocol: 'TCP' } as const],
            scrapes: true as const,
          },
        ]),
  ];
}

/** Exposures by one controller come from one place. */
function distinct(peers: readonly NetworkPeerPlan[]): readonly NetworkPeerPlan[] {
  const byText = new Map(peers.map((peer) => [JSON.stringify(peer), peer]));
  return [...byText.values()];
}

/** Pods of one process that speak to one another, by number: not all are ready, nor found by a Service. */
function peerRules(
  { spec }: Context,
  { name, rollout }: RunningProcessPlan,
): readonly NetworkRulePlan[] {
  if (rollout.kind !== 'stateful' || rollout.peers.length === 0) return [];
  return [
    {
      peers: [{ kind: 'pods', podLabels: processSelector(spec.name, name) }],
      ports: rollout.peers.map(({ port }) => ({ port, protocol: 'TCP' })),
    },
  ];
}

/** The port requests come to. */
function httpPort(plan: RunningProcessPlan | undefined): number | string {
  return plan?.container.sidecars?.flatMap(({ ports }) => ports).find(isHttp)?.port ?? 'http';
}

/** A sidecar's port is named by its number: not every network plugin looks its name up. */
function isHttp({ name }: { readonly name: string }): boolean {
  return name === 'http';
}

/** The pods behind the Service that is called: policies see their port, not the Service's. */
function callRule({ service, process, namespace, port }: CallPlan): NetworkRulePlan {
  return {
    peers: [
      {
        kind: 'pods',
        namespaceLabels: { [NAMESPACE_NAME]: namespace },
        podLabels: processSelector(service, process),
      },
    ],
    ports: [{ port, protocol: 'TCP' }],
  };
}

/** One policy for each caller: policies add up, so who calls is seen by its name and changes nothing else. */
function callerPolicies(
  { spec }: Context,
  callers: readonly Caller[],
  running: NetworkInput['running'],
): readonly NetworkPolicyPlan[] {
  const policies = Map.groupBy(
    callers,
    ({ service, process }) => `${processObjectName(spec.name, process)}-from-${service}`,
  );
  return [...policies]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, [first, ...others]]) => ({
      name,
      podLabels: processSelector(spec.name, first?.process ?? ''),
      ingress: [
        {
          peers: [first, ...others].flatMap((caller) =>
            caller === undefined ? [] : [peerOf(caller)],
          ),
          ports: [{ port: httpPort(running[first?.process ?? '']), protocol: 'TCP' }],
        },
      ],
    }));
}

function peerOf({ service, namespace, from }: Caller): NetworkPeerPlan {
  return {
    kind: 'pods',
    namespaceLabels: { [NAMESPACE_NAME]: namespace },
    podLabels: from === undefined ? serviceLabels(service) : processSelector(service, from),
  };
}

function egressRule({ to, ports, protocol }: EgressSpec): NetworkRulePlan {
  return {
    peers: (to ?? []).map((cidr) => ({ kind: 'addresses', cidr })),
    ports: ports.map((port) => ({ port, protocol: protocol ?? 'TCP' })),
  };
}
