/** Reads from plans who may send requests to a process: proxies, and those that call it directly. */

import type { NetworkPeerPlan } from '../../model/plan/network-plan.ts';
import type { RunningProcessPlan } from '../../model/plan/process-plan.ts';
import type { ServicePlan } from '../../model/plan/service-plan.ts';
import { readsRequests } from '../../model/trusted-proxy.ts';
import { exposuresOf } from './processes.ts';

/** Label by which the policies of a plan tell namespaces apart. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';
const SERVICE_NAME = 'app.kubernetes.io/name';
const PROCESS_NAME = 'app.kubernetes.io/component';

/** Who is let in to the port of requests beside proxies that read them; nobody where policies are off, and anybody may. */
export function directCallers(
  plan: ServicePlan,
  process: RunningProcessPlan,
): readonly NetworkPeerPlan[] {
  const proxies = exposuresOf(plan, process)
    .filter(({ proxy }) => readsRequests(proxy))
    .flatMap(({ proxy }) => proxy.sources.map((peer) => JSON.stringify(peer)));
  const own = JSON.stringify(process.selector);
  const ports = portsOf(process);
  return plan.network.policies
    .filter(({ podLabels }) => JSON.stringify(podLabels) === own)
    .flatMap(({ ingress }) => ingress ?? [])
    .filter(
      (rule) => rule.scrapes === undefined && rule.ports.some(({ port }) => ports.includes(port)),
    )
    .flatMap(({ peers }) => peers)
    .filter((peer) => !proxies.includes(JSON.stringify(peer)));
}

/** The port of requests, as policies name it: that of a sidecar by its number. */
function portsOf({ container }: RunningProcessPlan): readonly (string | number)[] {
  const ports = (container.sidecars ?? []).flatMap((sidecar) => sidecar.ports);
  return ['http', ...ports.filter(({ name }) => name === 'http').map(({ port }) => port)];
}

/** Whether a peer is no one in particular. */
export function isAnybody(peer: NetworkPeerPlan): boolean {
  return peer.kind === 'addresses'
    ? peer.cidr.endsWith('/0')
    : peer.podLabels === undefined &&
        peer.namespaceLabels !== undefined &&
        Object.keys(peer.namespaceLabels).length === 0;
}

/** A peer in words, e.g. `front of the namespace shop`. */
export function peerText(peer: NetworkPeerPlan): string {
  if (peer.kind === 'addresses') return peer.cidr;
  const { namespaceLabels, podLabels } = peer;
  return `${podsText(podLabels)} ${namespaceText(namespaceLabels)}`;
}

function podsText(labels: Readonly<Record<string, string>> | undefined): string {
  if (labels === undefined) return 'every pod';
  const { [SERVICE_NAME]: service, [PROCESS_NAME]: process } = labels;
  if (service !== undefined) return process === undefined ? service : `${service} ${process}`;
  return `pods with ${labelsText(labels)}`;
}

function namespaceText(labels: Readonly<Record<string, string>> | undefined): string {
  if (labels === undefined) return 'of its own namespace';
  const { [NAMESPACE_NAME]: name } = labels;
  if (name !== undefined) return `of the namespace ${name}`;
  return Object.keys(labels).length === 0
    ? 'of the cluster'
    : `of namespaces with ${labelsText(labels)}`;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}
