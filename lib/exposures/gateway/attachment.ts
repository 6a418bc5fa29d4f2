/** exposures › gateway › attachment: which Gateway the routes attach to, at which listeners, and who ends TLS. */

import type { Finding } from '../../model/finding.ts';
import type { HttpRoutePlan } from '../../model/plan/exposure-plan.ts';
import { complaint } from '../findings.ts';
import type { Neutral } from '../neutral.ts';
import type { GatewayCreation, GatewayOptions, GatewayRef } from './options.ts';

/** Listeners by role. */
export interface Attachment {
  /** Name of the Gateway; undefined when none is named. */
  readonly gateway?: string;
  /** Namespace of the Gateway; absent: the service's own. */
  readonly namespace?: string;
  /** The Gateway to write, where it is ours. */
  readonly creation?: GatewayCreation;
  readonly tls: boolean;
  readonly redirect: boolean;
  /** Listeners of the application. */
  readonly parents: HttpRoutePlan['parents'];
  /** Listeners whose requests are only redirected. */
  readonly redirectParents: HttpRoutePlan['parents'];
  readonly findings: readonly Finding[];
}

/** Listener names of a Gateway of one's own. */
export const HTTP_LISTENER = 'http';

/** Name of the HTTPS listener for a host; a single one is just `https`. */
export function httpsListener(host: string, hosts: readonly string[]): string {
  return hosts.length === 1 ? 'https' : `https-${host.replace('*', 'wildcard')}`;
}

/** Reads which Gateway serves the routes. Raises SW2123 to SW2125. */
export function readAttachment(options: GatewayOptions, neutral: Neutral): Attachment {
  if (options.createGateway !== undefined) {
    const creation = options.createGateway === true ? {} : options.createGateway;
    return ownGateway(options, creation, neutral);
  }
  return options.gateway === undefined
    ? noGateway(neutral)
    : sharedGateway(options, options.gateway, neutral);
}

function noGateway({ at }: Neutral): Attachment {
  return {
    tls: false,
    redirect: false,
    parents: [],
    redirectParents: [],
    findings: [
      complaint('gateway-missing', `${at}.gateway`, {
        message: 'No Gateway is named.',
        because: 'A route without a Gateway is served by nobody.',
        fix: "Name the one of your platform, `gateway: { name: 'public', namespace: 'gateways' }`, or write one of your own with `createGateway: true`.",
      }),
    ],
  };
}

function ownGateway(
  options: GatewayOptions,
  creation: GatewayCreation,
  neutral: Neutral,
): Attachment {
  const name = creation.name ?? neutral.name;
  const tls = neutral.tls !== undefined;
  const { previewHost, hosts } = neutral;
  const served = previewHost === undefined ? hosts : [...hosts, previewHost];
  const redirect = neutral.redirectToHttps && tls;
  return {
    gateway: name,
    creation,
    tls,
    redirect,
    parents: redirect
      ? served.map((host) => ({ name, sectionName: httpsListener(host, served) }))
      : [{ name }],
    redirectParents: redirect ? [{ name, sectionName: HTTP_LISTENER }] : [],
    findings: [
      ...(options.gateway === undefined ? [] : [twoGateways(neutral.at)]),
      ...classProblems(options, creation, neutral.at),
      ...(neutral.redirectToHttps && !tls ? [redirectWithoutTls(neutral.at)] : []),
    ],
  };
}

function twoGateways(at: string): Finding {
  return complaint('gateway-missing', `${at}.gateway`, {
    message: 'Both `gateway` and `createGateway` are given.',
    because: 'Routes attach either to a Gateway that exists or to their own.',
    fix: 'Remove one of them.',
  });
}

function classProblems(
  options: GatewayOptions,
  creation: GatewayCreation,
  at: string,
): readonly Finding[] {
  if (creation.className !== undefined || options.implementation === 'ngf') return [];
  return [
    complaint('gateway-missing', `${at}.createGateway.className`, {
      message: 'No GatewayClass is named for the Gateway to be written.',
      because: 'The class decides which implementation serves it; there is no usual name.',
      fix: "Write `createGateway: { className: '…' }`; `kubectl get gatewayclasses` lists them.",
    }),
  ];
}

function sharedGateway(options: GatewayOptions, shared: GatewayRef, neutral: Neutral): Attachment {
  const { name, namespace, sectionName } = shared;
  const at = neutral.at;
  const tls = options.tls !== false && (shared.tls ?? true);
  const wanted = options.redirectToHttps ?? tls;
  const redirect = wanted && tls;
  const base = { name, ...(namespace === undefined ? {} : { namespace }) };
  const section = sectionName ?? (redirect ? 'https' : undefined);
  const certificate = typeof options.tls === 'object';
  return {
    gateway: name,
    ...(namespace === undefined ? {} : { namespace }),
    tls,
    redirect,
    parents: [{ ...base, ...(section === undefined ? {} : { sectionName: section }) }],
    redirectParents: redirect
      ? [{ ...base, sectionName: shared.httpSectionName ?? HTTP_LISTENER }]
      : [],
    findings: [
      ...(certificate ? [certificateOfGateway(shared, at)] : []),
      ...(wanted && !tls ? [redirectWithoutTls(at)] : []),
    ],
  };
}

function certificateOfGateway({ name }: GatewayRef, at: string): Finding {
  return complaint('certificate-of-gateway', `${at}.tls`, {
    message: `The certificate belongs to the listener of the Gateway ${name}, which is not written here.`,
    because: 'A route cannot bring a certificate; this one would never be asked for.',
    fix: 'Remove `tls` (TLS by the Gateway is assumed), or write a Gateway of your own with `createGateway`.',
  });
}

function redirectWithoutTls(at: string): Finding {
  return complaint('redirect-without-listener', `${at}.redirectToHttps`, {
    message: 'HTTP is to be redirected to HTTPS, but no listener serves HTTPS.',
    because: 'Every request would be sent to an address where nobody answers.',
    fix: "Add `tls: { issuer: '…' }` to a Gateway of your own, or remove `redirectToHttps`.",
  });
}
