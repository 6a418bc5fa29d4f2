/** resolve › security: the confinement of pods, and the identity they run under. */

import type { SecurityPlan } from '../model/plan/container-plan.ts';
import type { IdentityPlan } from '../model/plan/service-plan.ts';
import { cloudIdentity, reportUnwritten } from './cloud-identity.ts';
import type { Context } from './context.ts';

/** Confinement of every container, enough for the Pod Security level `restricted`. */
export function resolveSecurity({ edition, spec, trace }: Context): SecurityPlan {
  const said = spec.security;
  const runAsUser = trace.choose(
    'security.runAsUser',
    { value: said?.runAsUser, from: 'security.runAsUser' },
    {
      value: edition.runAsUser,
      because: 'not root, and above the users of base images',
      source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
    },
  );
  return {
    runAsUser,
    runAsGroup: said?.runAsGroup ?? runAsUser,
    fsGroup: said?.fsGroup ?? said?.runAsGroup ?? runAsUser,
    readOnlyRootFilesystem: said?.readOnlyRootFilesystem ?? true,
    ...(said?.hostUsers === undefined ? {} : { hostUsers: said.hostUsers }),
  };
}

/** The service account of all pods; without a token unless one is asked for. */
export function resolveIdentity({ spec, trace }: Context): IdentityPlan {
  const said = spec.serviceAccount;
  const cloud = cloudIdentity(said?.identity);
  if (said?.create === false && Object.keys(cloud.annotations).length > 0) {
    reportUnwritten(trace, said.name ?? spec.name, cloud.annotations);
  }
  return {
    serviceAccountName: trace.choose(
      'identity.serviceAccountName',
      { value: said?.name, from: 'serviceAccount.name' },
      { value: spec.name, because: 'one identity of its own for each service' },
    ),
    create: said?.create ?? true,
    annotations: { ...cloud.annotations, ...said?.annotations },
    automountToken: trace.choose(
      'identity.automountToken',
      { value: said?.token, from: 'serviceAccount.token' },
      {
        value: false,
        because: 'a process that does not call the Kubernetes API has no use for a token',
      },
    ),
    ...(cloud.podLabels === undefined ? {} : { podLabels: cloud.podLabels }),
    imagePullSecrets: spec.image.pullSecrets ?? [],
  };
}
