/** exposures › gateway › options: what can be said of routes of the Gateway API and of the Gateway they attach to. */

import * as v from 'valibot';
import { advised } from '../../model/advice.ts';
import type { ExposureOptions } from '../../model/exposure.ts';
import type { DurationText } from '../../model/spec/amounts.ts';
import { textOf, waitShape, wholeNumber } from '../../model/unit-shape.ts';
import { parseDnsLabel, parseDnsSubdomain, parseObjectName } from '../../units/dns-name.ts';
import { parseAnnotationKey, parseLabelKey, parseLabelValue } from '../../units/label.ts';
import { type ExternalDnsSpec, externalDnsShape } from '../external-dns.ts';
import { neutralEntries } from '../neutral-options.ts';

/** Options of `gateway`. */
export interface GatewayOptions extends ExposureOptions {
  /** The Gateway the routes attach to; it exists already. */
  readonly gateway?: GatewayRef;
  /** Write a Gateway of one's own instead; `true` for all defaults. */
  readonly createGateway?: true | GatewayCreation;
  /** `generic` writes standard objects only; `ngf` adds the policies of NGINX Gateway Fabric 2.6 or newer. Default: `generic`. */
  readonly implementation?: 'generic' | 'ngf';
  /** The implementation compares headers with expressions, as Traefik and Envoy do; one that does not may let every request through. Default: true with `ngf`, else false. */
  readonly headerExpressions?: boolean;
  /** Namespace of the pods that proxy, for network policies. Default: the Gateway's. */
  readonly controllerNamespace?: string;
  /** Labels of the pods that proxy. Default: ngf's `gateway.networking.k8s.io/gateway-name`; generic: every pod of that namespace. */
  readonly controllerLabels?: Readonly<Record<string, string>>;
  /** How long the proxy keeps idle connections to pods. With `ngf` it is set, with `generic` it must be what the implementation does (Envoy: 1h). Default: 60s, as nginx. */
  readonly upstreamKeepAlive?: DurationText;
  /** Spans of OpenTelemetry for the requests of these routes; `ngf` only, whose NginxProxy names the collector. Default: none. */
  readonly tracing?: TracingSpec;
  /** What external-dns is told; without it, it reads the hosts of the routes all the same. */
  readonly externalDns?: ExternalDnsSpec;
  /** Who can reach the Gateway; `internal` drops the warning about missing TLS. Default: `public`. */
  readonly scope?: 'public' | 'internal';
}

/** Which requests are traced, and how their spans are called. */
export interface TracingSpec {
  /** Share of requests in percent, or `parent`: those the caller traces. Default: `parent`. */
  readonly sample?: number | 'parent';
  /** Default: the location of nginx. */
  readonly spanName?: string;
  /** Attributes of every span. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A Gateway that exists. */
export interface GatewayRef {
  readonly name: string;
  /** Default: the service's own. */
  readonly namespace?: string;
  /** Listener the routes attach to. Default: `https` where HTTP is redirected, else every listener that takes them. */
  readonly sectionName?: string;
  /** Listener whose requests are redirected to HTTPS. Default: `http`. */
  readonly httpSectionName?: string;
  /** The listener ends TLS. Default: true. */
  readonly tls?: boolean;
}

/** A Gateway to be written, with a listener for HTTP and one for each host with TLS. */
export interface GatewayCreation {
  /** Default: the exposure's name. */
  readonly name?: string;
  /** GatewayClass. Default with `ngf`: `nginx`. */
  readonly className?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Default: 80. */
  readonly httpPort?: number;
  /** Default: 443. */
  readonly httpsPort?: number;
}

/** Quotes are escaped, and nginx would read `$` as a variable. @see apis/v1alpha2/observabilitypolicy_types.go of NGINX Gateway Fabric */
const spanText = v.pipe(
  v.string(),
  v.regex(/^(?:[^"$\\]|\\[^$])+$/, 'Text without `$`, in which `"` and `\\` are escaped.'),
  v.maxLength(255, 'At most 255 characters.'),
);
const MAX_ATTRIBUTES = 64;
const tracingShape = v.strictObject({
  sample: v.optional(v.union([wholeNumber(0, 100, 'A share in percent'), v.literal('parent')])),
  spanName: v.optional(spanText),
  attributes: v.optional(
    v.pipe(
      v.record(spanText, spanText),
      v.check(
        (attributes) => Object.keys(attributes).length <= MAX_ATTRIBUTES,
        'At most 64 attributes.',
      ),
    ),
  ),
});

const sectionName = textOf((name) => parseDnsSubdomain(name));

/** Shape of `GatewayOptions`. @internal */
export const gatewayShape = v.strictObject({
  ...neutralEntries,
  gateway: v.optional(
    advised(
      v.strictObject({
        name: textOf((name) => parseObjectName('Gateway', name)),
        namespace: v.optional(textOf((name) => parseDnsLabel(name))),
        sectionName: v.optional(sectionName),
        httpSectionName: v.optional(sectionName),
        tls: v.optional(v.boolean()),
      }),
      {
        instead: (input) =>
          typeof input === 'string' && parseObjectName('Gateway', input).ok
            ? `Write \`{ name: '${input}' }\`, with \`namespace\` where it is not in the service's own.`
            : undefined,
      },
    ),
  ),
  createGateway: v.optional(
    v.union([
      v.literal(true),
      v.strictObject({
        name: v.optional(textOf((name) => parseObjectName('Gateway', name))),
        className: v.optional(textOf((name) => parseObjectName('GatewayClass', name))),
        annotations: v.optional(v.record(textOf(parseAnnotationKey), v.string())),
        httpPort: v.optional(wholeNumber(1, 65_535, 'A port')),
        httpsPort: v.optional(wholeNumber(1, 65_535, 'A port')),
      }),
    ]),
  ),
  implementation: v.optional(v.picklist(['generic', 'ngf'])),
  headerExpressions: v.optional(v.boolean()),
  controllerNamespace: v.optional(textOf((name) => parseDnsLabel(name))),
  controllerLabels: v.optional(v.record(textOf(parseLabelKey), textOf(parseLabelValue))),
  upstreamKeepAlive: v.optional(waitShape),
  tracing: v.optional(tracingShape),
  externalDns: v.optional(externalDnsShape),
  scope: v.optional(v.picklist(['public', 'internal'])),
});
