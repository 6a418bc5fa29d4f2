/** exposures › nginx ingress › options: what can be said of an Ingress that an nginx controller reads. */

import * as v from 'valibot';
import type { ExposureOptions } from '../../model/exposure.ts';
import { textOf } from '../../model/unit-shape.ts';
import { parseDnsLabel, parseObjectName } from '../../units/dns-name.ts';
import { parseLabelKey, parseLabelValue } from '../../units/label.ts';
import { type ExternalDnsSpec, externalDnsShape } from '../external-dns.ts';
import { neutralEntries } from '../neutral-options.ts';

/** Options of `nginxIngress`. */
export interface NginxIngressOptions extends ExposureOptions {
  /** `f5`: F5 NGINX Ingress Controller 5.5 or newer; `ingress-nginx`: the community's, retired since 2026-03-24. Default: `f5`. */
  readonly controller?: 'f5' | 'ingress-nginx';
  /** What F5 NGINX Ingress Controller reads: an `ingress`, or its own `virtualServer`, which can split traffic. Default: `ingress`. */
  readonly resource?: 'ingress' | 'virtualServer';
  /** Name of the IngressClass. Default: `nginx`, which both controllers use. */
  readonly className?: string;
  /** Namespace the controller's pods run in, for network policies. Default: `nginx-ingress` (f5), `ingress-nginx`. */
  readonly controllerNamespace?: string;
  /** Labels of the controller's pods, for network policies. Default: every pod of that namespace. */
  readonly controllerLabels?: Readonly<Record<string, string>>;
  /** Who can reach the controller; `internal` drops the warning about missing TLS. Default: `public`. */
  readonly scope?: 'public' | 'internal';
  /** What external-dns is told; without it, it reads the hosts all the same. */
  readonly externalDns?: ExternalDnsSpec;
  /** Accept snippets among `annotations`; the controller must allow them too. Default: false. */
  readonly allowSnippets?: boolean;
}

/** Shape of `NginxIngressOptions`. @internal */
export const nginxIngressShape = v.strictObject({
  ...neutralEntries,
  controller: v.optional(v.picklist(['f5', 'ingress-nginx'])),
  resource: v.optional(v.picklist(['ingress', 'virtualServer'])),
  className: v.optional(textOf((name) => parseObjectName('IngressClass', name))),
  controllerNamespace: v.optional(textOf((name) => parseDnsLabel(name))),
  controllerLabels: v.optional(v.record(textOf(parseLabelKey), textOf(parseLabelValue))),
  scope: v.optional(v.picklist(['public', 'internal'])),
  externalDns: v.optional(externalDnsShape),
  allowSnippets: v.optional(v.boolean()),
});
