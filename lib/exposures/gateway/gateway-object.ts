/** exposures › gateway › gateway object: a Gateway of one's own, with a listener for HTTP and one for each host with TLS. */

import type { GatewayPlan } from '../../model/plan/exposure-plan.ts';
import { issuerAnnotation } from '../annotations.ts';
import { type ExternalDnsSpec, externalDnsTarget } from '../external-dns.ts';
import type { Neutral, NeutralTls } from '../neutral.ts';
import { HTTP_LISTENER, httpsListener } from './attachment.ts';
import type { GatewayCreation } from './options.ts';

/** The Gateway; cert-manager reads its annotation and makes a certificate for each listener with a host. @see https://cert-manager.io/docs/usage/gateway/ */
export function gatewayObject(
  neutral: Neutral,
  creation: GatewayCreation,
  gatewayName: string,
  externalDns: ExternalDnsSpec | undefined,
): GatewayPlan {
  const { tls, hosts, previewHost } = neutral;
  return {
    kind: 'gateway',
    name: gatewayName,
    className: creation.className ?? 'nginx',
    annotations: {
      ...creation.annotations,
      ...issuerAnnotation(tls),
      ...externalDnsTarget(externalDns),
    },
    listeners: [
      { name: HTTP_LISTENER, protocol: 'HTTP', port: creation.httpPort ?? 80 },
      ...(tls === undefined
        ? []
        : httpsListeners(tls, hosts, previewHost, creation.httpsPort ?? 443)),
    ],
  };
}

function httpsListeners(
  tls: NeutralTls,
  hosts: readonly string[],
  previewHost: string | undefined,
  port: number,
): GatewayPlan['listeners'] {
  const served = previewHost === undefined ? hosts : [...hosts, previewHost];
  return served.map((host) => ({
    name: httpsListener(host, served),
    protocol: 'HTTPS',
    port,
    hostname: host,
    tlsSecretName: host === previewHost ? tls.previewSecretName : tls.secretName,
  }));
}
