/** exposures › issuer: an Issuer of cert-manager of the service's own, and the Secrets it reads. */

import type { ExposureFacts, IssuerSpec } from '../model/exposure.ts';
import type { Finding } from '../model/finding.ts';
import type { CustomObjectPlan } from '../model/plan/exposure-plan.ts';
import { complaint } from './findings.ts';
import type { Neutral } from './neutral.ts';

type SecretNeed = ExposureFacts['secrets'][number];

/** Where requests of HTTP-01 come in: a class of Ingress, or a Gateway. */
export type SolverPlace =
  | { readonly ingressClassName: string }
  | { readonly gateway: string; readonly sectionName?: string };

/** The Issuer, where one is described; none otherwise. */
export function issuerObjects({ tls }: Neutral, place: SolverPlace): readonly CustomObjectPlan[] {
  const { issuer } = tls ?? {};
  if (issuer?.spec === undefined) return [];
  return [
    {
      kind: 'custom',
      apiVersion: 'cert-manager.io/v1',
      objectKind: 'Issuer',
      name: issuer.name,
      spec: specOf(issuer.spec, issuer.name, place),
    },
  ];
}

/** @see https://letsencrypt.org/docs/acme-protocol-updates/ and https://letsencrypt.org/docs/staging-environment/ */
const DIRECTORIES: Readonly<Record<string, string>> = {
  letsencrypt: 'https://acme-v02.api.letsencrypt.org/directory',
  'letsencrypt-staging': 'https://acme-staging-v02.api.letsencrypt.org/directory',
};

function specOf(
  spec: IssuerSpec,
  name: string,
  place: SolverPlace,
): Readonly<Record<string, unknown>> {
  if ('ca' in spec) return { ca: { secretName: spec.ca.secretName } };
  if ('selfSigned' in spec) return { selfSigned: {} };
  const { email, server = 'letsencrypt', solver = 'http01' } = spec.acme;
  return {
    acme: {
      ...(email === undefined ? {} : { email }),
      server: DIRECTORIES[server] ?? server,
      // cert-manager makes an account and keeps its key here.
      privateKeySecretRef: { name: `${name}-acme-account` },
      solvers: [solver === 'http01' ? { http01: http01(place) } : { dns01: solver.dns01 }],
    },
  };
}

/** @see https://cert-manager.io/docs/configuration/acme/http01/ */
function http01(place: SolverPlace): Readonly<Record<string, unknown>> {
  if ('ingressClassName' in place) {
    return { ingress: { ingressClassName: place.ingressClassName } };
  }
  const { gateway, sectionName } = place;
  const parent = { name: gateway, ...(sectionName === undefined ? {} : { sectionName }) };
  return { gatewayHTTPRoute: { parentRefs: [{ kind: 'Gateway', ...parent }] } };
}

/** Whether the name is proved by a request that comes to the exposure itself. */
export function provesByRequest({ tls }: Pick<Neutral, 'tls'>): boolean {
  const spec = tls?.issuer?.spec;
  return spec !== undefined && 'acme' in spec && (spec.acme.solver ?? 'http01') === 'http01';
}

/** Secrets that the Issuer reads: the certificate authority, or what a provider of DNS is asked with. */
export function issuerSecrets({ tls }: Neutral): readonly SecretNeed[] {
  const spec = tls?.issuer?.spec;
  if (spec === undefined || 'selfSigned' in spec) return [];
  if ('ca' in spec) {
    return [
      {
        name: spec.ca.secretName,
        purpose: 'certificate authority (type kubernetes.io/tls, keys tls.crt and tls.key)',
        holds: { type: 'kubernetes.io/tls', keys: ['tls.crt', 'tls.key'] },
      },
    ];
  }
  const { solver = 'http01' } = spec.acme;
  return solver === 'http01' ? [] : referencesIn(solver.dns01);
}

/** References of providers are called `…SecretRef` (or `…SecretAccessKeySecretRef`), with a name and a key. */
function referencesIn(value: unknown): readonly SecretNeed[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, inner]): readonly SecretNeed[] => {
    if (!member.endsWith('SecretRef')) return referencesIn(inner);
    const name: unknown = Object(inner).name;
    const key: unknown = Object(inner).key;
    return typeof name === 'string' && typeof key === 'string'
      ? [
          {
            name,
            purpose: `credentials for DNS-01 (key ${key})`,
            holds: { type: 'Opaque', keys: [key] },
          },
        ]
      : [];
  });
}

/** Complaints about an Issuer behind a public exposure. Raises SW2179 and SW2180. */
export function issuerProblems(
  spec: IssuerSpec,
  wildcards: readonly string[],
  at: string,
): readonly Finding[] {
  if ('selfSigned' in spec) {
    return [
      untrusted(at, 'Certificates sign themselves.', 'Use `acme`, or `ca` with one clients trust.'),
    ];
  }
  if ('ca' in spec) return [];
  const { server, solver = 'http01' } = spec.acme;
  return [
    ...(server === 'letsencrypt-staging'
      ? [
          untrusted(
            `${at}.issuer.acme.server`,
            'Certificates come from the staging directory.',
            "Leave `server` out once it works: Let's Encrypt allows few failures an hour.",
          ),
        ]
      : []),
    ...(solver === 'http01' && wildcards.length > 0
      ? [
          complaint('wildcard-by-http01', `${at}.issuer.acme.solver`, {
            message: `The certificate covers ${wildcards.join(', ')}, and names are proved by HTTP-01.`,
            because: 'ACME issuers sign wildcards only by the DNS-01 challenge.',
            fix: "Write `solver: { dns01: { cloudflare: { apiTokenSecretRef: { name: '…', key: '…' } } } }`, or another provider of cert-manager.",
          }),
        ]
      : []),
  ];
}

function untrusted(at: string, message: string, fix: string): Finding {
  return complaint('certificate-untrusted', at, {
    message,
    because: 'Browsers and clients refuse the connection, unless they are told to trust it.',
    fix,
  });
}
