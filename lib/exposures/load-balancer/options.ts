/** exposures › load balancer › options: what can be said of a load balancer of layer 4 with an address of its own. */

import * as v from 'valibot';
import type { ExposureOptions } from '../../model/exposure.ts';
import type { DurationText } from '../../model/spec/amounts.ts';
import { textOf, waitShape, wholeNumber } from '../../model/unit-shape.ts';
import { parseCidr } from '../../units/cidr.ts';
import { type ExternalDnsSpec, externalDnsShape } from '../external-dns.ts';
import { neutralEntries } from '../neutral-options.ts';
import type { LoadBalancerPlatformName } from './platforms.ts';

/** Options of `loadBalancer`. */
export interface LoadBalancerOptions extends ExposureOptions {
  /** Who makes the load balancer: its annotations differ. Default: `generic`, without any. */
  readonly platform?: LoadBalancerPlatformName;
  /** Web process it leads to. Default: the service's. */
  readonly process?: string;
  /** Port clients use. Default: 80. */
  readonly port?: number;
  /** Who can reach it. Default: `public`. */
  readonly scope?: 'public' | 'internal';
  /** Only nodes with a pod take connections, and pods see the client's address. Default: false. */
  readonly keepClientAddress?: boolean;
  /** Subnets to stand in (eks: ids; gke, aks: one name, `internal` only). */
  readonly subnets?: readonly string[];
  /** Addresses that exist: IP addresses (metallb), or one name of a public IP (aks). */
  readonly addresses?: readonly string[];
  /** Pool of addresses (metallb). */
  readonly addressPool?: string;
  /** First label of a name that the cloud gives (aks). */
  readonly dnsLabel?: string;
  /** When a silent connection is dropped, in whole minutes from 4 to 30 (aks). */
  readonly idleTimeout?: DurationText;
  /** Where connections come from as pods see them, e.g. the nodes' network. Default: anywhere. */
  readonly proxyAddresses?: readonly string[];
  /** What external-dns is told beside the hosts. */
  readonly externalDns?: ExternalDnsSpec;
}

const texts = v.pipe(
  v.array(v.pipe(v.string(), v.nonEmpty('Empty text is not accepted here.'))),
  v.minLength(1, 'Name at least one, or leave the option out.'),
);

/** Shape of `LoadBalancerOptions`. @internal */
export const loadBalancerShape = v.strictObject({
  ...neutralEntries,
  platform: v.optional(v.picklist(['generic', 'eks', 'eks-auto', 'gke', 'aks', 'metallb'])),
  process: v.optional(v.string()),
  port: v.optional(wholeNumber(1, 65_535, 'A port')),
  scope: v.optional(v.picklist(['public', 'internal'])),
  keepClientAddress: v.optional(v.boolean()),
  subnets: v.optional(texts),
  addresses: v.optional(texts),
  addressPool: v.optional(v.pipe(v.string(), v.nonEmpty('Empty text is not accepted here.'))),
  dnsLabel: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[a-z]([-a-z0-9]{1,61}[a-z0-9])$/, 'A DNS label of 3 to 63 letters, digits and -.'),
    ),
  ),
  idleTimeout: v.optional(waitShape),
  proxyAddresses: v.optional(v.array(textOf((block) => parseCidr(block)))),
  externalDns: v.optional(externalDnsShape),
});
