/** exposures › nginx ingress › f5 › policies: what the controller takes as Policy objects of its own. */

import type { CustomObjectPlan } from '../../../model/plan/exposure-plan.ts';
import type { Neutral, NeutralCors } from '../../neutral.ts';
import { clusterService } from '../../cluster-url.ts';

/** Name of a Policy. An Ingress names it in `nginx.org/policies`, in its own namespace, from version 5.4 on. */
export function policyName(neutral: Neutral, purpose: string): string {
  return `${neutral.name}-${purpose}`;
}

/** The Policies an exposure needs. @see https://docs.nginx.com/nginx-ingress-controller/configuration/policy-resource/ */
export function f5Policies(neutral: Neutral): readonly CustomObjectPlan[] {
  const { allowFrom, cors } = neutral;
  const external = externalAuth(neutral);
  return [
    ...(allowFrom === undefined
      ? []
      : [policy(neutral, 'allow-from', { accessControl: { allow: allowFrom } })]),
    ...(cors === undefined ? [] : [policy(neutral, 'cors', { cors: corsSpec(cors) })]),
    ...(external === undefined
      ? []
      : [policy(neutral, 'external-auth', { externalAuth: external })]),
  ];
}

/** One Policy. */
export function policy(
  neutral: Neutral,
  purpose: string,
  spec: Readonly<Record<string, unknown>>,
): CustomObjectPlan {
  return {
    kind: 'custom',
    apiVersion: 'k8s.nginx.org/v1',
    objectKind: 'Policy',
    name: policyName(neutral, purpose),
    spec,
  };
}

function corsSpec(cors: NeutralCors): Readonly<Record<string, unknown>> {
  return {
    allowOrigin: cors.allowOrigins,
    allowMethods: cors.allowMethods,
    ...(cors.allowHeaders.length === 0 ? {} : { allowHeaders: cors.allowHeaders }),
    ...(cors.exposeHeaders.length === 0 ? {} : { exposeHeaders: cors.exposeHeaders }),
    ...(cors.allowCredentials ? { allowCredentials: true } : {}),
    ...(cors.maxAgeSeconds === undefined ? {} : { maxAge: cors.maxAgeSeconds }),
  };
}

function externalAuth({ auth, namespace }: Neutral): Readonly<Record<string, unknown>> | undefined {
  if (auth?.kind !== 'external') return undefined;
  const service = clusterService(auth.url, namespace);
  if (service === undefined) return undefined;
  const signIn = auth.signInUrl === undefined ? undefined : pathOf(auth.signInUrl);
  return {
    authURI: service.path,
    authServiceName:
      service.namespace === namespace ? service.name : `${service.namespace}/${service.name}`,
    authServicePorts: [service.port],
    ...(service.secure ? { sslEnabled: true } : {}),
    ...(signIn === undefined
      ? {}
      : { authSigninURI: signIn, authSigninRedirectBasePath: firstSegment(signIn) }),
  };
}

/** The path of a URL of the service itself. */
export function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/]+/, '') || '/';
}

/** `/oauth2/start?rd=…` → `/oauth2`, where the sign-in service answers. */
function firstSegment(path: string): string {
  return /^\/[^/?]*/.exec(path)?.[0] ?? '/';
}
