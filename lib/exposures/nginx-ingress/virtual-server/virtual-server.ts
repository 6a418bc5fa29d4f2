/** exposures › nginx ingress › virtual server: the dialect of F5 NGINX Ingress Controller's own kind, one VirtualServer for each host. */

import type { Finding } from '../../../model/finding.ts';
import type { CustomObjectPlan } from '../../../model/plan/exposure-plan.ts';
import { parseDuration } from '../../../units/duration.ts';
import { show } from '../../../units/parsed.ts';
import type { ExternalDnsSpec } from '../../external-dns.ts';
import { type Face, facesOf } from '../../face.ts';
import { complaint } from '../../findings.ts';
import { type Neutral, speaks } from '../../neutral.ts';
import { rateOf } from '../../rate.ts';
import { type SecretNeed, certificateSecrets } from '../../read-tls.ts';
import { controllerProblems } from '../f5/controller-problems.ts';
import { f5Policies, policy } from '../f5/policies.ts';
import { routesOf, upstreamsOf } from './routes.ts';

/** One host of a face, with the names of its object and of its certificate. */
interface Server {
  readonly name: string;
  readonly host: string;
  readonly secretName?: string;
  readonly face: Face;
}

/** A VirtualServer holds one host: the first has the exposure's name, others add theirs. */
function serversOf(neutral: Neutral): readonly Server[] {
  return facesOf(neutral).flatMap((face) =>
    face.hosts.map((host, index) => {
      const name = index === 0 ? face.name : `${face.name}-${host.replace('*', 'wildcard')}`;
      const { secretName } = face;
      // cert-manager makes a certificate for each; one that exists is for all.
      const own = index === 0 || neutral.tls?.issuer === undefined ? secretName : `${name}-tls`;
      return { name, host, face, ...(own === undefined ? {} : { secretName: own }) };
    }),
  );
}

/** The objects that say it in this dialect. @see https://docs.nginx.com/nginx-ingress-controller/configuration/virtualserver-and-virtualserverroute-resources/ */
export function virtualServerObjects(
  neutral: Neutral,
  className: string,
  externalDns?: ExternalDnsSpec,
): readonly CustomObjectPlan[] {
  const servers = serversOf(neutral);
  if (servers.length === 0) return [];
  const policies = [...f5Policies(neutral), ...ownPolicies(neutral)];
  const shared = {
    ingressClassName: className,
    ...(policies.length === 0 ? {} : { policies: policies.map(({ name }) => ({ name })) }),
    ...(externalDns === undefined ? {} : { externalDNS: externalDnsOf(externalDns) }),
  };
  return [...servers.map((server) => virtualServer(neutral, server, shared)), ...policies];
}

function virtualServer(
  neutral: Neutral,
  { name, host, face, secretName }: Server,
  shared: Readonly<Record<string, unknown>>,
): CustomObjectPlan {
  const tls = tlsOf(neutral, secretName);
  return {
    kind: 'custom',
    apiVersion: 'k8s.nginx.org/v1',
    objectKind: 'VirtualServer',
    name,
    annotations: neutral.annotations,
    spec: {
      ...shared,
      host,
      ...(tls === undefined ? {} : { tls }),
      upstreams: upstreamsOf(neutral, face),
      routes: routesOf(neutral, face),
    },
  };
}

/** The controller makes a DNSEndpoint of it where it runs with -enable-external-dns; nobody reads hosts of a VirtualServer otherwise. */
function externalDnsOf({
  ttl,
  properties = {},
}: ExternalDnsSpec): Readonly<Record<string, unknown>> {
  const seconds = ttl === undefined ? undefined : parseDuration(ttl);
  const provider = Object.entries(properties).map(([name, value]) => ({ name, value }));
  return {
    enable: true,
    ...(seconds?.ok === true ? { recordTTL: Math.ceil(seconds.value) } : {}),
    ...(provider.length === 0 ? {} : { providerSpecific: provider }),
  };
}

/** `cert-manager` works where the controller runs with -enable-cert-manager. */
function tlsOf(
  { tls, redirectToHttps }: Neutral,
  secretName: string | undefined,
): Readonly<Record<string, unknown>> | undefined {
  if (tls === undefined || secretName === undefined) {
    // TLS ends in front of the controller.
    return redirectToHttps
      ? { redirect: { enable: true, basedOn: 'x-forwarded-proto' } }
      : undefined;
  }
  const { issuer } = tls;
  const by = issuer?.kind === 'ClusterIssuer' ? 'cluster-issuer' : 'issuer';
  return {
    secret: secretName,
    ...(redirectToHttps ? { redirect: { enable: true } } : {}),
    ...(issuer === undefined ? {} : { 'cert-manager': { [by]: issuer.name } }),
  };
}

/** What an Ingress says by annotations is a Policy here. */
function ownPolicies(neutral: Neutral): readonly CustomObjectPlan[] {
  const { rateLimit, auth } = neutral;
  return [
    ...(rateLimit === undefined
      ? []
      : [
          policy(neutral, 'rate-limit', {
            rateLimit: {
              rate: rateOf(rateLimit),
              key: '${binary_remote_addr}',
              zoneSize: '10M',
              ...(rateLimit.burst === 0 ? {} : { burst: rateLimit.burst, noDelay: true }),
              rejectCode: rateLimit.status ?? 429,
            },
          }),
        ]),
    ...(auth?.kind === 'basic'
      ? [
          policy(neutral, 'basic-auth', {
            basicAuth: {
              secret: auth.secretName,
              ...(auth.realm === undefined ? {} : { realm: auth.realm }),
            },
          }),
        ]
      : []),
  ];
}

/** Secrets of the certificates: by cert-manager one for each host. */
export function virtualServerCertificates(neutral: Neutral): readonly SecretNeed[] {
  const { tls, hosts, previewHost } = neutral;
  if (tls?.issuer === undefined) return certificateSecrets(tls, hosts, previewHost);
  return serversOf(neutral).flatMap(({ host, secretName }) =>
    secretName === undefined ? [] : certificateSecrets({ ...tls, secretName }, [host], undefined),
  );
}

/** Complaints about what only this dialect cannot say. Raises SW2111, SW2117 and SW2120. */
export function virtualServerProblems(neutral: Neutral): readonly Finding[] {
  const { at, rewritePrefix, annotations } = neutral;
  const headers = (['requestHeaders', 'responseHeaders'] as const).flatMap((option) =>
    Object.entries(neutral[option].set)
      .filter(([, value]) => /["$\\]/.test(value))
      .map(([name, value]) =>
        complaint('value-not-expressible', `${at}.${option}.set.${name}`, {
          message: `A VirtualServer cannot hold the header value ${show(value)}: '"', '$' and '\\' have a meaning of their own there.`,
          because: 'The controller would refuse the whole object.',
          fix: 'Send the header from the application, or use gateway(), which has no such limit.',
        }),
      ),
  );
  const rewritten = rewritePrefix !== undefined && speaks(neutral, 'grpc');
  return [
    ...controllerProblems(neutral),
    ...headers,
    ...(rewritten
      ? [
          complaint('value-not-expressible', `${at}.rewritePrefix`, {
            message: 'Paths of gRPC cannot be rewritten.',
            because: 'A gRPC path names service and method.',
            fix: 'Remove `rewritePrefix`.',
          }),
        ]
      : []),
    ...Object.keys(annotations)
      .filter((key) => /^nginx\.(?:org|com)\//.test(key))
      .map((key) =>
        complaint('annotation-of-another-controller', `${at}.annotations.${key}`, {
          message: `The annotation ${key} is for an Ingress.`,
          because: 'The controller does not read it on a VirtualServer.',
          fix: 'Use the option for it, or leave `resource` out to write an Ingress.',
        }),
      ),
  ];
}
