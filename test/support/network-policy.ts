// Test support: decides whether the NetworkPolicies among some objects let one end reach another.
import { BlockList, isIP } from 'node:net';
import { at, isFields, listAt, textAt } from './kubernetes-object.ts';
import { labelsAt, selects } from './label-selectors.ts';
import type { Labels } from './label-selectors.ts';
import { namespaceOf } from './pod-templates.ts';
import type { NamedPort } from './pod-templates.ts';

/** A pod of the cluster. A PodTemplate is one. */
export interface PodEnd {
  readonly namespace: string;
  readonly labels: Labels;
  /** Labels of its namespace, where that is not among the objects. */
  readonly namespaceLabels?: Labels;
  readonly ports?: readonly NamedPort[];
  readonly ip?: string;
}

/** Something with an address outside the cluster. */
export interface OutsideEnd {
  readonly ip: string;
  readonly namespace?: never;
}

export type End = PodEnd | OutsideEnd;

/** A connection to be judged: where it is opened, and the pod's port it goes to (not the Service's: policies see the pod's). */
export interface Connection {
  readonly from: End;
  readonly to: End;
  readonly port: number;
  /** Default `TCP`. */
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP';
}

/** What the policies at one end say. */
export interface SideVerdict {
  readonly allowed: boolean;
  /** Policies that select the pod for this direction; none: everything is allowed. */
  readonly isolatedBy: readonly string[];
  /** Policies among them with a rule that lets the connection pass. */
  readonly allowedBy: readonly string[];
}

/** Both ends have to allow a connection. Answers to it need no permission of their own. */
export interface Verdict {
  readonly allowed: boolean;
  readonly egress: SideVerdict;
  readonly ingress: SideVerdict;
}

/** How much is taken for granted that the API leaves open. */
export interface NetworkOptions {
  /**
   * Whether an ipBlock also matches pods by their address: it does in Calico, not in Cilium.
   * The API says blocks should be outside the cluster. Default: false, the stricter.
   */
  readonly ipBlocksMatchPods?: boolean;
}

/** A cluster's policies, ready to be asked. */
export interface Network {
  judge(connection: Connection): Verdict;
  allows(connection: Connection): boolean;
}

/**
 * Reads the policies and namespaces among some objects.
 *
 * Semantics: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ (fields) and
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/ (isolation, additive rules).
 * Not modelled: traffic from a pod's own node, always allowed, hence probes; pods in the host's network, undefined.
 *
 * @throws Error for a policy that the API server would refuse
 */
export function networkOf(manifests: readonly unknown[], options: NetworkOptions = {}): Network {
  const ofKind = (kind: string): readonly unknown[] =>
    manifests.filter((manifest) => textAt(manifest, 'kind') === kind);
  const namespaces = new Map(
    ofKind('Namespace').map((namespace) => [
      textAt(namespace, 'metadata', 'name') ?? '',
      labelsAt(namespace, 'metadata', 'labels'),
    ]),
  );
  const policies = ofKind('NetworkPolicy').map((policy) => policyOf(policy));
  const context = { namespaces, ...options };

  const judge = (connection: Connection): Verdict => {
    // "A Pod cannot block access to itself." Two replicas of one template have different addresses, or none here.
    const { from, to } = connection;
    const itself = isPod(from) && isPod(to) && from.ip !== undefined && from.ip === to.ip;
    const egress = side('Egress', policies, connection, context);
    const ingress = side('Ingress', policies, connection, context);
    return { egress, ingress, allowed: itself || (egress.allowed && ingress.allowed) };
  };
  return { judge, allows: (connection) => judge(connection).allowed };
}

type Direction = 'Ingress' | 'Egress';

interface Context extends NetworkOptions {
  readonly namespaces: ReadonlyMap<string, Labels>;
}

interface Policy {
  readonly name: string;
  readonly namespace: string;
  readonly podSelector: unknown;
  readonly types: readonly unknown[];
  readonly rules: Readonly<Record<Direction, readonly Rule[]>>;
}

interface Rule {
  readonly peers: readonly unknown[];
  readonly ports: readonly unknown[];
}

function side(
  direction: Direction,
  policies: readonly Policy[],
  connection: Connection,
  context: Context,
): SideVerdict {
  const [own, peer] =
    direction === 'Ingress' ? [connection.to, connection.from] : [connection.from, connection.to];
  const isolating = isPod(own)
    ? policies.filter(
        ({ namespace, podSelector, types }) =>
          namespace === own.namespace &&
          types.includes(direction) &&
          selects(podSelector, own.labels),
      )
    : [];
  const allowing = isolating.filter(({ namespace, rules }) =>
    rules[direction].some(
      ({ peers, ports }) =>
        // "If this field is empty or missing, this rule matches all sources" and likewise for ports.
        (peers.length === 0 || peers.some((one) => matchesPeer(one, peer, namespace, context))) &&
        (ports.length === 0 || ports.some((one) => matchesPort(one, connection))),
    ),
  );
  return {
    allowed: isolating.length === 0 || allowing.length > 0,
    isolatedBy: isolating.map(({ name }) => name),
    allowedBy: allowing.map(({ name }) => name),
  };
}

function isPod(end: End): end is PodEnd {
  return end.namespace !== undefined;
}

function matchesPeer(peer: unknown, end: End, ownNamespace: string, context: Context): boolean {
  const block = at(peer, 'ipBlock');
  if (isFields(block)) {
    if (end.ip === undefined || (isPod(end) && context.ipBlocksMatchPods !== true)) return false;
    return (
      contains(textAt(block, 'cidr'), end.ip) &&
      !listAt(block, 'except').some((except) => contains(String(except), end.ip))
    );
  }
  if (!isPod(end)) return false;
  const pods = at(peer, 'podSelector');
  const namespaces = at(peer, 'namespaceSelector');
  // Without a namespaceSelector, pods "in the policy's own namespace"; without a podSelector, all pods of the namespaces.
  const inNamespace =
    namespaces === undefined
      ? end.namespace === ownNamespace
      : selects(namespaces, namespaceLabels(end, context));
  return inNamespace && (pods === undefined || selects(pods, end.labels));
}

/** The labels of a pod's namespace; the API server adds its name to all of them. */
function namespaceLabels(pod: PodEnd, { namespaces }: Context): Labels {
  return {
    ...pod.namespaceLabels,
    ...namespaces.get(pod.namespace),
    'kubernetes.io/metadata.name': pod.namespace,
  };
}

function matchesPort(rule: unknown, { to, port, protocol = 'TCP' }: Connection): boolean {
  if ((textAt(rule, 'protocol') ?? 'TCP') !== protocol) return false;
  const wanted = at(rule, 'port');
  if (wanted === undefined) return true;
  if (typeof wanted === 'number') {
    const end = at(rule, 'endPort') ?? wanted;
    return port >= wanted && port <= Number(end);
  }
  // A name means a container port of the pod that is connected to, in both directions.
  const ports = isPod(to) ? (to.ports ?? []) : [];
  return ports.some(
    (named) => named.name === wanted && named.protocol === protocol && named.port === port,
  );
}

function contains(cidr: string | undefined, ip: string | undefined): boolean {
  const [network = '', prefix] = (cidr ?? '').split('/');
  const family = isIP(network);
  if (ip === undefined || family !== isIP(ip)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  return list.check(ip, family === 4 ? 'ipv4' : 'ipv6');
}

/** @see k8s.io/kubernetes pkg/apis/networking/v1/defaults.go SetDefaults_NetworkPolicy, v1.35.4 */
function policyOf(manifest: unknown): Policy {
  const name = `${namespaceOf(manifest)}/${textAt(manifest, 'metadata', 'name') ?? ''}`;
  const spec = at(manifest, 'spec');
  const types = listAt(spec, 'policyTypes');
  const egress = rulesOf(spec, 'egress', 'to', name);
  return {
    name,
    namespace: namespaceOf(manifest),
    podSelector: at(spec, 'podSelector') ?? {},
    types: types.length > 0 ? types : egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'],
    rules: { Ingress: rulesOf(spec, 'ingress', 'from', name), Egress: egress },
  };
}

function rulesOf(spec: unknown, direction: string, peers: string, name: string): readonly Rule[] {
  return listAt(spec, direction).map((rule, index) => {
    const where = `${name} ${direction}[${index}]`;
    for (const peer of listAt(rule, peers)) refuseBadPeer(peer, where);
    for (const port of listAt(rule, 'ports')) refuseBadPort(port, where);
    return { peers: listAt(rule, peers), ports: listAt(rule, 'ports') };
  });
}

/** @see k8s.io/kubernetes pkg/apis/networking/validation/validation.go ValidateNetworkPolicyPeer, v1.35.4 */
function refuseBadPeer(peer: unknown, where: string): void {
  const named = ['podSelector', 'namespaceSelector', 'ipBlock'].filter(
    (field) => at(peer, field) !== undefined,
  );
  if (named.length === 0) throw new Error(`${where}: a peer that names nothing`);
  const block = at(peer, 'ipBlock');
  if (block === undefined) return;
  if (named.length > 1) throw new Error(`${where}: ipBlock beside a selector`);
  const cidr = textAt(block, 'cidr') ?? '';
  if (!isCidr(cidr)) throw new Error(`${where}: ${cidr} is no CIDR`);
  for (const except of listAt(block, 'except').map(String)) {
    const [network, prefix] = except.split('/');
    if (!isCidr(except)) throw new Error(`${where}: ${except} is no CIDR`);
    if (!contains(cidr, network) || Number(prefix) <= Number(cidr.split('/')[1]))
      throw new Error(`${where}: except ${except} is no strict subset of ${cidr}`);
  }
}

function isCidr(text: string): boolean {
  const [, network = '', prefix = ''] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  return isIP(network) !== 0 && Number(prefix) <= (isIP(network) === 4 ? 32 : 128);
}

/** @see k8s.io/kubernetes pkg/apis/networking/validation/validation.go ValidateNetworkPolicyPort, v1.35.4 */
function refuseBadPort(rule: unknown, where: string): void {
  const port = at(rule, 'port');
  if (at(rule, 'endPort') === undefined) return;
  const end = Number(at(rule, 'endPort'));
  if (typeof port !== 'number') throw new Error(`${where}: endPort needs a numeric port`);
  if (end < port) throw new Error(`${where}: endPort ${end} is below port ${port}`);
}
