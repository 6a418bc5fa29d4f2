/** exposures › nginx ingress: an Ingress read by a controller that is nginx underneath. */

import type { Exposure, ExposureFacts, ExposureInput } from '../../model/exposure.ts';
import type { Finding } from '../../model/finding.ts';
import type { ExposureObjectPlan, ProxyPlan } from '../../model/plan/exposure-plan.ts';
import { checkShape, remake } from '../../model/shape.ts';
import {
  type ExternalDnsSpec,
  externalDnsAnnotations,
  externalDnsProblems,
  withExternalDns,
} from '../external-dns.ts';
import { complaint } from '../findings.ts';
import { issuerObjects, issuerSecrets } from '../issuer.ts';
import type { Neutral } from '../neutral.ts';
import { askedOf, readNeutral } from '../read-neutral.ts';
import { type SecretNeed, certificateSecrets, tlsProblems } from '../read-tls.ts';
import { NOT_POOLED, POOL_ASSUMED, proxyReasons, sourcesReason } from '../reasons.ts';
import { refused } from '../refuse.ts';
import { annotationProblems } from './annotation-problems.ts';
import { f5Objects, f5Problems } from './f5/f5.ts';
import { ingressNginxObjects, ingressNginxProblems } from './ingress-nginx/ingress-nginx.ts';
import { retired } from './ingress-nginx/retired.ts';
import { type NginxIngressOptions, nginxIngressShape } from './options.ts';
import {
  virtualServerCertificates,
  virtualServerObjects,
  virtualServerProblems,
} from './virtual-server/virtual-server.ts';

/** What one dialect adds to what all have in common. */
interface Controller {
  readonly title: string;
  readonly namespace: string;
  /** Idle time of the pool of connections to pods; 0 where there is none. */
  readonly keepAliveSeconds: number;
  /** What the Secret of basic authentication must hold. */
  readonly basicAuthSecret: Pick<SecretNeed, 'purpose' | 'holds'>;
  readonly objects: (
    neutral: Neutral,
    className: string,
    externalDns?: ExternalDnsSpec,
  ) => readonly ExposureObjectPlan[];
  readonly problems: (neutral: Neutral) => readonly Finding[];
  readonly certificates: (neutral: Neutral) => readonly SecretNeed[];
}

type NginxDialect = 'f5' | 'ingress-nginx' | 'virtual-server';

/** Idle time of nginx's pool of connections to pods. @see https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive_timeout */
const POOL_KEEP_ALIVE_SECONDS = 60;

const HTPASSWD = {
  purpose: 'users and passwords (type nginx.org/htpasswd, key htpasswd)',
  holds: { type: 'nginx.org/htpasswd', keys: ['htpasswd'] },
};

/** An Ingress has one certificate for all its hosts. */
function ingressCertificates({ tls, hosts, previewHost }: Neutral): readonly SecretNeed[] {
  return certificateSecrets(tls, hosts, previewHost);
}

const CONTROLLERS: Readonly<Record<NginxDialect, Controller>> = {
  f5: {
    title: 'F5 NGINX Ingress Controller',
    namespace: 'nginx-ingress',
    keepAliveSeconds: POOL_KEEP_ALIVE_SECONDS,
    basicAuthSecret: HTPASSWD,
    objects: f5Objects,
    problems: f5Problems,
    certificates: ingressCertificates,
  },
  'virtual-server': {
    title: 'F5 VirtualServer',
    namespace: 'nginx-ingress',
    keepAliveSeconds: 0,
    basicAuthSecret: HTPASSWD,
    objects: virtualServerObjects,
    problems: virtualServerProblems,
    certificates: virtualServerCertificates,
  },
  'ingress-nginx': {
    title: 'ingress-nginx',
    namespace: 'ingress-nginx',
    keepAliveSeconds: POOL_KEEP_ALIVE_SECONDS,
    basicAuthSecret: {
      purpose: 'users and passwords (type Opaque, key auth, in htpasswd format)',
      holds: { type: 'Opaque', keys: ['auth'] },
    },
    objects: ingressNginxObjects,
    problems: ingressNginxProblems,
    certificates: ingressCertificates,
  },
};

/** Seconds until a controller has dropped a pod that began to stop: API latency, a rate-limited sync, a reload. */
const PROPAGATION_SECONDS = 10;
/** ingress-nginx alone needs 3.3 s of sync interval and 1 s of polling. @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.15.1/pkg/flags/flags.go sync-rate-limit */
const MINIMUM_PROPAGATION_SECONDS = 5;
/**
 * Exposes a service by an Ingress that F5 NGINX Ingress Controller (default) or ingress-nginx reads.
 * @example nginxIngress({ host: 'shop.example.com', tls: { issuer: 'letsencrypt' } })
 */
export function nginxIngress(
  options: NginxIngressOptions,
): Exposure<'nginxIngress', NginxIngressOptions> {
  return {
    family: 'exposure',
    kind: 'nginxIngress',
    options,
    with: remake(nginxIngress),
    check: () => checkShape(nginxIngressShape, options),
    facts: (input) => facts(options, input),
    steered: (name) =>
      options.controller === 'ingress-nginx' ? { kind: 'ingress-nginx', name } : undefined,
  };
}

function facts(options: NginxIngressOptions, input: ExposureInput): ExposureFacts {
  const name = options.controller ?? 'f5';
  const dialect = name === 'f5' && options.resource === 'virtualServer' ? 'virtual-server' : name;
  const controller = CONTROLLERS[dialect];
  const scope = options.scope ?? 'public';
  const { neutral: read, readBecause, findings } = readNeutral(options, input);
  const byAnnotation = dialect === 'virtual-server' ? undefined : options.externalDns;
  const dns = externalDnsAnnotations(byAnnotation);
  const neutral = withExternalDns(read, dns);
  const { hosts, tls } = neutral;
  const className = options.className ?? 'nginx';
  const proxy = proxyPlan(options, controller, neutral);
  return {
    title: controller.title,
    scope,
    hosts,
    tls: tls !== undefined,
    proxy,
    because: proxyReasons(proxy, {
      readTimeoutSeconds: readBecause,
      keepAliveSeconds: controller.keepAliveSeconds === 0 ? NOT_POOLED : POOL_ASSUMED,
      sources: sourcesReason(options),
    }),
    objects: [
      ...controller.objects(neutral, className, options.externalDns),
      ...issuerObjects(neutral, { ingressClassName: className }),
    ],
    secrets: [
      ...controller.certificates(neutral),
      ...authSecrets(neutral, controller),
      ...issuerSecrets(neutral),
    ],
    findings: [
      ...findings,
      ...(scope === 'public' ? tlsProblems(tls, hosts, options, input) : []),
      ...(dialect === 'ingress-nginx' ? [retired(askedOf(neutral, options))] : []),
      ...refused(askedOf(neutral, options), dialect),
      ...resourceProblems(options, input.path),
      ...externalDnsProblems(read, dns),
      ...controller.problems(neutral),
      ...annotationProblems(neutral, name, options.allowSnippets ?? false),
    ],
  };
}

function proxyPlan(
  options: NginxIngressOptions,
  controller: Controller,
  { timeouts }: Neutral,
): ProxyPlan {
  const { controllerNamespace, controllerLabels } = options;
  return {
    kind: 'nginx',
    keepAliveSeconds: controller.keepAliveSeconds,
    readTimeoutSeconds: timeouts.read,
    propagationSeconds: PROPAGATION_SECONDS,
    minimumPropagationSeconds: MINIMUM_PROPAGATION_SECONDS,
    sources: [
      {
        kind: 'pods',
        namespaceLabels: {
          'kubernetes.io/metadata.name': controllerNamespace ?? controller.namespace,
        },
        ...(controllerLabels === undefined ? {} : { podLabels: controllerLabels }),
      },
    ],
  };
}

function authSecrets({ auth }: Neutral, controller: Controller): readonly SecretNeed[] {
  if (auth?.kind !== 'basic') return [];
  return [{ name: auth.secretName, ...controller.basicAuthSecret }];
}

function resourceProblems(options: NginxIngressOptions, at: string): readonly Finding[] {
  const { controller, resource, externalDns } = options;
  if (resource === 'virtualServer' && externalDns?.targets !== undefined) {
    return [
      complaint('value-not-expressible', `${at}.externalDns.targets`, {
        message: 'A VirtualServer has no place for targets of external-dns.',
        because: 'The controller itself tells external-dns where it is reached.',
        fix: 'Remove `targets`, or leave `resource` out to write an Ingress.',
      }),
    ];
  }
  if (controller !== 'ingress-nginx' || resource !== 'virtualServer') return [];
  return [
    complaint('value-not-expressible', `${at}.resource`, {
      message: 'ingress-nginx does not read VirtualServers.',
      because: 'They are a kind of F5 NGINX Ingress Controller.',
      fix: "Remove `resource`, or choose `controller: 'f5'`.",
    }),
  ];
}
