/** exposures › gateway: routes of the Gateway API, attached to a shared Gateway or to one of their own. */

import type { Exposure, ExposureFacts, ExposureInput } from '../../model/exposure.ts';
import type { Finding } from '../../model/finding.ts';
import type { ExposureObjectPlan, ProxyPlan } from '../../model/plan/exposure-plan.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { parseDuration } from '../../units/duration.ts';
import { externalDnsAnnotations, externalDnsProblems, withExternalDns } from '../external-dns.ts';
import { facesOf } from '../face.ts';
import { complaint } from '../findings.ts';
import { issuerObjects, issuerSecrets } from '../issuer.ts';
import type { Neutral } from '../neutral.ts';
import { askedOf, readNeutral } from '../read-neutral.ts';
import { certificateSecrets, tlsProblems } from '../read-tls.ts';
import { POOL_ASSUMED, proxyReasons, sourcesReason } from '../reasons.ts';
import { refused } from '../refuse.ts';
import { type Attachment, HTTP_LISTENER, readAttachment } from './attachment.ts';
import { gatewayObject } from './gateway-object.ts';
import { ngfFilters, ngfPolicies, ngfProblems, ngfSecrets } from './ngf/ngf.ts';
import { type GatewayOptions, gatewayShape } from './options.ts';
import { routeProblems } from './problems.ts';
import { tracingPolicies } from './ngf/tracing.ts';
import { redirectRoute, routeOf } from './routes.ts';

/** Seconds until an implementation has dropped a pod that began to stop: a watch, a configuration, a reload. */
const PROPAGATION_SECONDS = 10;
/** Shorter pauses are an error: no implementation is known that is surely faster. */
const MINIMUM_PROPAGATION_SECONDS = 5;
/** Idle time of nginx's pool of connections to pods. @see https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive_timeout */
const POOL_KEEP_ALIVE_SECONDS = 60;

/**
 * Exposes a service by HTTPRoutes of the Gateway API (GRPCRoutes for gRPC).
 * @example gateway({ host: 'shop.example.com', gateway: { name: 'public', namespace: 'gateways' } })
 */
export function gateway(options: GatewayOptions): Exposure<'gateway', GatewayOptions> {
  return {
    family: 'exposure',
    kind: 'gateway',
    options,
    with: remake(gateway),
    check: () => checkShape(gatewayShape, options),
    facts: (input) => facts(options, input),
    steered: (name) => ({
      kind: 'httpRoute',
      name,
      ...(readsExpressions(options) ? { expressions: true } : {}),
    }),
  };
}

function facts(options: GatewayOptions, input: ExposureInput): ExposureFacts {
  const ngf = options.implementation === 'ngf';
  const scope = options.scope ?? 'public';
  const { neutral: read, readBecause, findings } = readNeutral(options, input);
  const dns = routeDns(options);
  const neutral = withExternalDns(read, dns);
  const attachment = readAttachment(options, neutral);
  const { hosts, tls, previewHost } = neutral;
  const own = attachment.creation !== undefined;
  const proxy = proxyPlan(options, neutral, attachment);
  const unprotected = scope === 'public' && attachment.gateway !== undefined && !attachment.tls;
  return {
    title: ngf ? 'NGINX Gateway Fabric' : 'Gateway API',
    scope,
    hosts,
    tls: attachment.tls,
    proxy,
    because: proxyReasons(proxy, {
      readTimeoutSeconds: readBecause,
      keepAliveSeconds:
        options.upstreamKeepAlive === undefined ? POOL_ASSUMED : { from: 'upstreamKeepAlive' },
      sources: sourcesReason(options),
    }),
    objects: objects(options, neutral, attachment),
    secrets: [
      ...(own ? certificateSecrets(tls, hosts, previewHost) : []),
      ...(own ? issuerSecrets(neutral) : []),
      ...(ngf ? ngfSecrets(neutral) : []),
    ],
    findings: [
      ...findings,
      ...attachment.findings,
      ...(unprotected || (own && scope === 'public')
        ? tlsProblems(own ? tls : undefined, hosts, options, input)
        : []),
      ...refused(askedOf(neutral, options), ngf ? 'ngf' : 'gateway'),
      ...routeProblems(neutral, readsExpressions(options)),
      ...externalDnsProblems(read, dns),
      ...targetProblems(options, input.path),
      ...(ngf ? ngfProblems(neutral) : tracingProblems(options, input.path)),
    ],
  };
}

/** NGINX Gateway Fabric does. @see https://github.com/nginx/nginx-gateway-fabric/issues/1965 */
function readsExpressions({ headerExpressions, implementation }: GatewayOptions): boolean {
  return headerExpressions ?? implementation === 'ngf';
}

function objects(
  options: GatewayOptions,
  neutral: Neutral,
  attachment: Attachment,
): readonly ExposureObjectPlan[] {
  const faces = facesOf(neutral);
  if (faces.length === 0 || attachment.gateway === undefined) return [];
  const ngf = options.implementation === 'ngf';
  const extras = { timeouts: !ngf, filters: ngf ? ngfFilters(neutral) : [] };
  const { creation } = attachment;
  return [
    ...(creation === undefined
      ? []
      : [
          gatewayObject(neutral, creation, attachment.gateway, options.externalDns),
          ...issuerObjects(neutral, { gateway: attachment.gateway, sectionName: HTTP_LISTENER }),
        ]),
    ...faces.map((face) => routeOf(neutral, face, attachment, extras)),
    ...redirectRoute(neutral, faces, attachment),
    ...(ngf ? ngfPolicies(neutral, faces, secondsOf(options.upstreamKeepAlive)) : []),
    ...(ngf ? tracingPolicies(neutral, faces, options.tracing) : []),
  ];
}

function proxyPlan(
  options: GatewayOptions,
  { timeouts }: Neutral,
  attachment: Attachment,
): ProxyPlan {
  const namespace = options.controllerNamespace ?? attachment.namespace;
  const podLabels =
    options.controllerLabels ??
    (options.implementation === 'ngf' && attachment.gateway !== undefined
      ? { 'gateway.networking.k8s.io/gateway-name': attachment.gateway }
      : undefined);
  return {
    kind: 'gateway',
    keepAliveSeconds: secondsOf(options.upstreamKeepAlive) ?? POOL_KEEP_ALIVE_SECONDS,
    readTimeoutSeconds: timeouts.read,
    propagationSeconds: PROPAGATION_SECONDS,
    minimumPropagationSeconds: MINIMUM_PROPAGATION_SECONDS,
    sources: [
      {
        kind: 'pods',
        ...(namespace === undefined
          ? {}
          : { namespaceLabels: { 'kubernetes.io/metadata.name': namespace } }),
        ...(podLabels === undefined ? {} : { podLabels }),
      },
    ],
  };
}

/** Everything but the target, which is read from the Gateway. */
function routeDns({ externalDns }: GatewayOptions): Readonly<Record<string, string>> {
  if (externalDns === undefined) return {};
  const { targets: _, ...rest } = externalDns;
  return externalDnsAnnotations(rest);
}

function targetProblems(options: GatewayOptions, at: string): readonly Finding[] {
  if (options.externalDns?.targets === undefined || options.createGateway !== undefined) return [];
  return [
    complaint('value-not-expressible', `${at}.externalDns.targets`, {
      message: 'external-dns reads targets from the Gateway, which is not written here.',
      because: 'On a route they would have no effect.',
      fix: 'Have the annotation set on the Gateway, or write a Gateway of your own.',
    }),
  ];
}

/** The Gateway API has no words for it. */
function tracingProblems({ tracing }: GatewayOptions, at: string): readonly Finding[] {
  if (tracing === undefined) return [];
  return [
    complaint('value-not-expressible', `${at}.tracing`, {
      message: 'The Gateway API has no words for tracing.',
      because:
        'Each implementation has a policy of its own, and that of an unknown one is not written.',
      fix: "Write `implementation: 'ngf'`, or leave `tracing` out and configure the implementation.",
    }),
  ];
}

function secondsOf(value: string | number | undefined): number | undefined {
  if (value === undefined) return undefined;
  const parsed = parseDuration(value);
  return parsed.ok ? parsed.value : undefined;
}
