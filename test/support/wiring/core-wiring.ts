// Test support: the references of Kubernetes' own kinds, one of the parts of `danglingReferences`.
import { at, isFields, listAt, textAt } from '../kubernetes-object.ts';
import { hasLabels, labelsAt, selects } from '../label-selectors.ts';
import { containersOf } from '../pod-templates.ts';
import type { PodTemplate } from '../pod-templates.ts';
import type { Dangling } from './emitted-objects.ts';
import { podsText } from './pod-wiring.ts';
import type { Findings, Wiring, WiringContext } from './wiring-context.ts';

/** Checks by kind. */
export const coreWiring: Readonly<Record<string, Wiring>> = {
  Service: (context) => {
    const wanted = labelsAt(context.spec, 'selector');
    // Without a selector, someone else keeps the endpoints.
    if (Object.keys(wanted).length === 0) return [];
    const pods = context.objects.podsIn(context.namespace, (labels) => hasLabels(wanted, labels));
    const ports = listAt(context.spec, 'ports');
    return [
      oneWorkload(context, wanted, pods),
      ...pods.flatMap((pod) => ports.map((port) => targetPort(port, pod, context))),
    ];
  },
  HorizontalPodAutoscaler: ({ spec, need }) => [
    need(textAt(spec, 'scaleTargetRef', 'kind') ?? '', textAt(spec, 'scaleTargetRef', 'name')),
    ...listAt(spec, 'metrics')
      .map((metric) => at(metric, 'object', 'describedObject'))
      .map((described) => need(textAt(described, 'kind') ?? '', textAt(described, 'name'))),
  ],
  VerticalPodAutoscaler: ({ spec, need }) => [
    need(textAt(spec, 'targetRef', 'kind') ?? '', textAt(spec, 'targetRef', 'name')),
  ],
  PodDisruptionBudget: (context) => {
    const selector = at(context.spec, 'selector');
    return [oneWorkload(context, selector, selected(selector, context))];
  },
  StatefulSet: ({ spec, need }) => [need('Service', textAt(spec, 'serviceName') || undefined)],
  ServiceAccount: ({ object, need }) =>
    [...listAt(object, 'imagePullSecrets'), ...listAt(object, 'secrets')].map((secret) =>
      need('Secret', textAt(secret, 'name')),
    ),
  RoleBinding: bindingWiring,
  ClusterRoleBinding: bindingWiring,
  NetworkPolicy: networkPolicyWiring,
};

/** The pod templates of the object's namespace that a LabelSelector selects. */
export function selected(selector: unknown, context: WiringContext): readonly PodTemplate[] {
  return context.objects.podsIn(context.namespace, (labels) => selects(selector, labels));
}

/** Complains unless a selector selects exactly one workload's pods. */
export function oneWorkload(
  { from, namespace, several }: WiringContext,
  selector: unknown,
  pods: readonly PodTemplate[],
): readonly Dangling[] {
  if (pods.length === 1 || (several && pods.length > 1)) return [];
  const owners = pods.map(({ owner }) => owner).join(', ');
  const message =
    pods.length === 0
      ? `no pods in namespace ${namespace} have these labels`
      : `selects the pods of several workloads: ${owners}`;
  return [{ from, to: podsText(selector), message }];
}

/** Complains when a selector that asks for something selects no pods. */
export function somePods(
  { from, namespace }: WiringContext,
  selector: unknown,
  pods: readonly PodTemplate[],
): readonly Dangling[] {
  const isEverything = isFields(selector) && Object.keys(selector).length === 0;
  if (pods.length > 0 || isEverything) return [];
  const message = `no pods in namespace ${namespace} have these labels`;
  return [{ from, to: podsText(selector), message }];
}

/** A Service's port must lead to a port of the pod: by name always, by number where the pod declares any. */
function targetPort(port: unknown, pod: PodTemplate, { from }: WiringContext): readonly Dangling[] {
  const protocol = textAt(port, 'protocol') ?? 'TCP';
  const target = at(port, 'targetPort') ?? at(port, 'port');
  const declared = containersOf(pod.spec)
    .flatMap((container) => listAt(container, 'ports'))
    .filter((one) => (textAt(one, 'protocol') ?? 'TCP') === protocol)
    .map((one) => at(one, 'containerPort'));
  const named = pod.ports.filter((one) => one.name === target && one.protocol === protocol);
  const isFound =
    typeof target === 'string'
      ? named.length === 1
      : declared.length === 0 || declared.includes(target);
  if (isFound) return [];
  const there = pod.ports.map(({ name }) => name).join(', ') || declared.join(', ') || 'none';
  const message =
    named.length > 1
      ? `${pod.owner} has ${named.length} ports of this name`
      : `${pod.owner} has no such ${protocol} port, only ${there}`;
  return [{ from, to: `port/${String(target)}`, message }];
}

function bindingWiring({ object, need }: WiringContext): Findings {
  const role = at(object, 'roleRef');
  return [
    need(textAt(role, 'kind') ?? '', textAt(role, 'name')),
    ...listAt(object, 'subjects')
      .filter((subject) => at(subject, 'kind') === 'ServiceAccount')
      .map((subject) => {
        const namespace = textAt(subject, 'namespace');
        return need('ServiceAccount', textAt(subject, 'name'), { namespace });
      }),
  ];
}

function networkPolicyWiring(context: WiringContext): Findings {
  const selector = at(context.spec, 'podSelector') ?? {};
  const own = selected(selector, context);
  const ingress = listAt(context.spec, 'ingress').flatMap((rule) => [
    ...listAt(rule, 'from').map((peer) => peerPods(peer, context).problems),
    // A name means a port of the pod that is connected to: here the policy's own.
    namedPorts(rule, own, context),
  ]);
  const egress = listAt(context.spec, 'egress').flatMap((rule) => {
    const peers = listAt(rule, 'to').map((peer) => peerPods(peer, context));
    return peers.flatMap(({ pods, problems }) => [problems, namedPorts(rule, pods, context)]);
  });
  return [somePods(context, selector, own), ...ingress, ...egress];
}

/** The pods of a peer in the policy's own namespace; pods of other namespaces are someone else's. */
function peerPods(
  peer: unknown,
  context: WiringContext,
): { readonly pods: readonly PodTemplate[]; readonly problems: readonly Dangling[] } {
  const selector = at(peer, 'podSelector');
  if (!isFields(selector) || at(peer, 'namespaceSelector') !== undefined)
    return { pods: [], problems: [] };
  const pods = selected(selector, context);
  return { pods, problems: somePods(context, selector, pods) };
}

function namedPorts(
  rule: unknown,
  pods: readonly PodTemplate[],
  { from }: WiringContext,
): readonly Dangling[] {
  if (pods.length === 0) return [];
  return listAt(rule, 'ports').flatMap((port) => {
    const name = at(port, 'port');
    const protocol = textAt(port, 'protocol') ?? 'TCP';
    const isThere = pods.some((pod) =>
      pod.ports.some((named) => named.name === name && named.protocol === protocol),
    );
    if (typeof name !== 'string' || isThere) return [];
    const owners = pods.map(({ owner }) => owner).join(', ');
    return [{ from, to: `port/${name}`, message: `no such ${protocol} port in ${owners}` }];
  });
}
