/** needs: where a dependency is, as an author writes it and as peers of a network policy. */

import * as v from 'valibot';
import type { NetworkPeerPlan } from '../model/plan/network-plan.ts';
import { textOf } from '../model/unit-shape.ts';
import { parseCidr } from '../units/cidr.ts';
import { parseObjectName } from '../units/dns-name.ts';
import { parseLabelKey, parseLabelValue } from '../units/label.ts';

/** Pods of the cluster: by the name of their namespace, by their labels, or both. */
export interface PodPeer {
  /** Default: the service's own namespace. */
  readonly namespace?: string;
  /** Default: every pod there. */
  readonly podLabels?: Readonly<Record<string, string>>;
}

/** One peer or several: addresses as CIDR (`10.20.0.0/16`), or pods. */
export type NeedPeers = string | PodPeer | readonly (string | PodPeer)[];

const peerShape = v.union([
  textOf((text) => parseCidr(text)),
  v.pipe(
    v.strictObject({
      namespace: v.optional(textOf((text) => parseObjectName('Namespace', text))),
      podLabels: v.optional(v.record(textOf(parseLabelKey), textOf(parseLabelValue))),
    }),
    v.check(
      ({ namespace, podLabels }) => namespace !== undefined || podLabels !== undefined,
      'Pods are named by `namespace`, by `podLabels`, or both.',
    ),
  ),
]);

/** The shape of NeedPeers. @internal */
export const peersShape = v.union([
  peerShape,
  v.pipe(v.array(peerShape), v.nonEmpty('Leave it out to allow any address.')),
]);

/** Peers in the plan's words; none means any address. */
export function peersOf(to: NeedPeers | undefined): readonly NetworkPeerPlan[] {
  if (to === undefined) return [];
  return (isList(to) ? to : [to]).map((peer) =>
    typeof peer === 'string'
      ? { kind: 'addresses', cidr: peer }
      : {
          kind: 'pods',
          ...(peer.namespace === undefined
            ? {}
            : { namespaceLabels: { 'kubernetes.io/metadata.name': peer.namespace } }),
          ...(peer.podLabels === undefined ? {} : { podLabels: peer.podLabels }),
        },
  );
}

/** How the title of a need ends: where it may be reached. */
export function placeOf(to: NeedPeers | undefined, ...ports: readonly number[]): string {
  return `${to === undefined ? 'any address, ' : ''}${portList(ports)}`;
}

function portList(ports: readonly number[]): string {
  if (ports.length === 0) return 'no port';
  return `port${ports.length > 1 ? 's' : ''} ${ports.join(', ')}`;
}

function isList(to: NeedPeers): to is readonly (string | PodPeer)[] {
  return Array.isArray(to);
}
