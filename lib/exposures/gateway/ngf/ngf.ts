/** exposures › gateway › ngf: policies of NGINX Gateway Fabric beside the routes, for what the Gateway API has no words for. */

import type { Finding } from '../../../model/finding.ts';
import type { CustomObjectPlan, HttpRouteRulePlan } from '../../../model/plan/exposure-plan.ts';
import type { Face } from '../../face.ts';
import { complaint } from '../../findings.ts';
import { type Neutral, servicesOf, speaks } from '../../neutral.ts';
import type { SecretNeed } from '../../read-tls.ts';
import { rateOf, rateProblem } from '../../rate.ts';
import { ngfDuration, ngfSize } from './values.ts';

/**
 * Policies for the routes of all faces. Each kind once, because two of a kind at one route are a conflict.
 * @see https://docs.nginx.com/nginx-gateway-fabric/overview/custom-policies/
 */
export function ngfPolicies(
  neutral: Neutral,
  faces: readonly Face[],
  keepAliveSeconds: number | undefined,
): readonly CustomObjectPlan[] {
  const kind = speaks(neutral, 'grpc') ? 'GRPCRoute' : 'HTTPRoute';
  const targetRefs = faces.map(({ name }) => ({
    group: 'gateway.networking.k8s.io',
    kind,
    name,
  }));
  return [
    ...clientSettings(neutral, targetRefs),
    policy(neutral, 'ProxySettingsPolicy', 'proxy', { ...proxySettings(neutral), targetRefs }),
    ...rateLimit(neutral, targetRefs),
    ...upstreamSettings(neutral, faces, keepAliveSeconds),
    ...authentication(neutral),
  ];
}

type TargetRef = { readonly group: string; readonly kind: string; readonly name: string };

function policy(
  neutral: Neutral,
  objectKind: string,
  purpose: string,
  spec: Readonly<Record<string, unknown>>,
): CustomObjectPlan {
  return {
    kind: 'custom',
    apiVersion: 'gateway.nginx.org/v1alpha1',
    objectKind,
    name: `${neutral.name}-${purpose}`,
    spec,
  };
}

/** This kind names one target each. */
function clientSettings(
  neutral: Neutral,
  targetRefs: readonly TargetRef[],
): readonly CustomObjectPlan[] {
  const { maxBodyBytes } = neutral;
  const maxSize = maxBodyBytes === undefined ? undefined : ngfSize(maxBodyBytes);
  if (maxSize === undefined) return [];
  return targetRefs.map((targetRef) => ({
    ...policy(neutral, 'ClientSettingsPolicy', 'client', { body: { maxSize }, targetRef }),
    name: `${targetRef.name}-client`,
  }));
}

function proxySettings({
  timeouts,
  responseBuffering,
}: Neutral): Readonly<Record<string, unknown>> {
  const entries = Object.entries(timeouts).flatMap(([key, seconds]) => {
    const text = ngfDuration(seconds);
    return text === undefined ? [] : [[key, text]];
  });
  return {
    timeout: Object.fromEntries(entries),
    ...(responseBuffering === undefined ? {} : { buffering: { disable: !responseBuffering } }),
  };
}

function rateLimit(
  neutral: Neutral,
  targetRefs: readonly TargetRef[],
): readonly CustomObjectPlan[] {
  const limit = neutral.rateLimit;
  if (limit === undefined) return [];
  return [
    policy(neutral, 'RateLimitPolicy', 'rate-limit', {
      rateLimit: {
        local: {
          rules: [
            {
              rate: rateOf(limit),
              key: '$binary_remote_addr',
              zoneSize: '10m',
              ...(limit.burst === 0 ? {} : { burst: limit.burst, noDelay: true }),
            },
          ],
        },
        rejectCode: limit.status ?? 429,
      },
      targetRefs,
    }),
  ];
}

/** A pool that forgets connections sooner than the server lets a stopping pod be gone sooner. */
function upstreamSettings(
  neutral: Neutral,
  faces: readonly Face[],
  keepAliveSeconds: number | undefined,
): readonly CustomObjectPlan[] {
  const timeout = keepAliveSeconds === undefined ? undefined : ngfDuration(keepAliveSeconds);
  if (timeout === undefined) return [];
  const services = [
    ...servicesOf(faces.flatMap(({ routes }) => routes)),
    ...neutral.routes.flatMap(({ target }) =>
      (target.weights ?? []).map(({ serviceName }) => serviceName),
    ),
  ];
  return [
    policy(neutral, 'UpstreamSettingsPolicy', 'upstream', {
      keepAlive: { timeout },
      targetRefs: [...new Set(services)].map((name) => ({ group: 'core', kind: 'Service', name })),
    }),
  ];
}

const AUTH = 'auth';

function authentication(neutral: Neutral): readonly CustomObjectPlan[] {
  const { auth } = neutral;
  if (auth?.kind !== 'basic') return [];
  return [
    policy(neutral, 'AuthenticationFilter', AUTH, {
      type: 'Basic',
      basic: { realm: auth.realm ?? neutral.name, secretRef: { name: auth.secretName } },
    }),
  ];
}

/** Filters that name objects of this implementation. */
export function ngfFilters(neutral: Neutral): HttpRouteRulePlan['filters'] {
  if (neutral.auth?.kind !== 'basic') return [];
  return [
    {
      type: 'ExtensionRef',
      extensionRef: {
        group: 'gateway.nginx.org',
        kind: 'AuthenticationFilter',
        name: `${neutral.name}-${AUTH}`,
      },
    },
  ];
}

/** Secrets of authentication. */
export function ngfSecrets({ auth }: Neutral): readonly SecretNeed[] {
  if (auth?.kind !== 'basic') return [];
  return [
    {
      name: auth.secretName,
      purpose: 'users and passwords (type Opaque, key auth, in htpasswd format)',
      holds: { type: 'Opaque', keys: ['auth'] },
    },
  ];
}

/** Complaints about values that the policies cannot hold. Raises SW2111. */
export function ngfProblems(neutral: Neutral): readonly Finding[] {
  const { at, maxBodyBytes, timeouts, auth } = neutral;
  const size = maxBodyBytes !== undefined && ngfSize(maxBodyBytes) === undefined;
  const long = Object.entries(timeouts).filter(([, seconds]) => ngfDuration(seconds) === undefined);
  const realm = auth?.kind === 'basic' && /["$\\]/.test(auth.realm ?? '');
  return [
    ...(size
      ? [
          complaint('value-not-expressible', `${at}.maxBodySize`, {
            message: `${maxBodyBytes} bytes cannot be written in four digits with k, m or g.`,
            because: 'NGINX Gateway Fabric refuses a longer number.',
            fix: 'Round it to whole kibibytes or mebibytes.',
          }),
        ]
      : []),
    ...long.map(([key, seconds]) =>
      complaint('value-not-expressible', `${at}.timeouts.${key}`, {
        message: `${seconds} s cannot be written in four digits with ms, s, m or h.`,
        because: 'NGINX Gateway Fabric refuses a longer number.',
        fix: 'Round it to whole minutes or hours.',
      }),
    ),
    ...(realm
      ? [
          complaint('value-not-expressible', `${at}.auth.realm`, {
            message: "The realm contains '\"', '$' or '\\'.",
            because: 'NGINX Gateway Fabric refuses the filter, and then the route.',
            fix: 'Use letters, digits and blanks.',
          }),
        ]
      : []),
    ...rateProblem(neutral),
  ];
}
