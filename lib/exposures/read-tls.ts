/** exposures › read TLS: where the certificate comes from, and which Secrets must exist for it. */

import type { ExposureFacts, ExposureInput, ExposureOptions } from '../model/exposure.ts';
import type { Finding } from '../model/finding.ts';
import { complaint } from './findings.ts';
import { issuerProblems } from './issuer.ts';
import type { NeutralTls } from './neutral.ts';

/** A Secret somebody must make. */
export type SecretNeed = ExposureFacts['secrets'][number];

/** Reads `tls`; undefined where plain HTTP is served. Default of `secretName`: `<name>-tls`. */
export function readTls(options: ExposureOptions, input: ExposureInput): NeutralTls | undefined {
  const tls = options.tls;
  if (tls === undefined || tls === false) return undefined;
  const secretName = tls.secretName ?? `${input.name}-tls`;
  if (!('issuer' in tls)) return { secretName, previewSecretName: secretName };
  const previewSecretName = `${input.name}-preview-tls`;
  if (typeof tls.issuer !== 'string') {
    const issuer = { name: input.name, kind: 'Issuer', spec: tls.issuer } as const;
    return { secretName, previewSecretName, issuer };
  }
  const kind = 'issuerKind' in tls ? tls.issuerKind : undefined;
  return {
    secretName,
    previewSecretName,
    issuer: { name: tls.issuer, kind: kind ?? 'ClusterIssuer' },
  };
}

/** Complaints about a public exposure's TLS. Raises SW2114, SW2118, SW2179 and SW2180. */
export function tlsProblems(
  tls: NeutralTls | undefined,
  hosts: readonly string[],
  options: ExposureOptions,
  input: ExposureInput,
): readonly Finding[] {
  const at = `${input.path}.tls`;
  if (tls === undefined) {
    return [
      complaint('tls-missing', at, {
        message:
          options.tls === false
            ? 'TLS is switched off for a public exposure.'
            : 'No TLS is asked for on a public exposure.',
        because:
          'Passwords and cookies travel in clear text unless something in front of the controller ends TLS.',
        fix: "Write `tls: { issuer: 'letsencrypt' }` with the name of your cert-manager issuer, or `tls: { secretName: '…' }`; if TLS ends in front of the controller, `scope: 'internal'` says that nobody else reaches it.",
      }),
    ];
  }
  const wildcards = hosts.filter((host) => host.startsWith('*.'));
  const { issuer } = tls;
  if (issuer?.spec !== undefined) return issuerProblems(issuer.spec, wildcards, at);
  if (issuer === undefined || wildcards.length === 0) return [];
  return [
    complaint('wildcard-certificate', at, {
      message: `The certificate covers ${wildcards.join(', ')}.`,
      because: 'ACME issuers sign wildcards only by the DNS-01 challenge, never by HTTP-01.',
      fix: `Make sure that the ${issuer.kind} ${issuer.name} has a DNS-01 solver.`,
    }),
  ];
}

/** The Secrets that hold certificates of these hosts. */
export function certificateSecrets(
  tls: NeutralTls | undefined,
  hosts: readonly string[],
  previewHost: string | undefined,
): readonly SecretNeed[] {
  if (tls === undefined) return [];
  const own = need(tls, tls.secretName, hosts);
  if (previewHost === undefined) return [own];
  return tls.previewSecretName === tls.secretName
    ? [need(tls, tls.secretName, [...hosts, previewHost])]
    : [own, need(tls, tls.previewSecretName, [previewHost])];
}

function need(tls: NeutralTls, name: string, hosts: readonly string[]): SecretNeed {
  return {
    name,
    purpose: `certificate for ${hosts.join(', ')} (type kubernetes.io/tls, keys tls.crt and tls.key)`,
    holds: { type: 'kubernetes.io/tls', keys: ['tls.crt', 'tls.key'] },
    ...(tls.issuer === undefined ? {} : { madeBy: 'cert-manager' }),
  };
}
