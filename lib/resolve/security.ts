/** resolve › security: the confinement of pods, and the identity they run under. */

import type { SecurityPlan } from '../model/plan/container-plan.ts';
import type { IdentityPlan } from '../model/plan/service-plan.ts';
import { cloudIdentity, reportUnwritten } from './cloud-identity.ts';
import type { Context } from './context.ts';
import type { AuthoredProcess } from './processes.ts';

/** Confinement of the containers of a process, enough for the Pod Security level `restricted`. */
export function resolveSecurity(
  { edition, spec, trace }: Context,
  { name }: Pick<AuthoredProcess, 'name'>,
): SecurityPlan {
  const said = spec.security;
  const at = `processes.${name}.security`;
  const runAsUser = trace.choose(
    `${at}.runAsUser`,
    { value: said?.runAsUser, from: 'security.runAsUser' },
    {
      value: edition.runAsUser,
      because: 'not root, and above the users of base images',
      source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
    },
  );
  const runAsGroup = trace.choose(
    `${at}.runAsGroup`,
    { value: said?.runAsGroup, from: 'security.runAsGroup' },
    { value: runAsUser, because: 'a group of its own, by the number of the user' },
  );
  return {
    runAsUser,
    runAsGroup,
    fsGroup: trace.choose(
      `${at}.fsGroup`,
      { value: said?.fsGroup, from: 'security.fsGroup' },
      { value: runAsGroup, because: 'the group of the process, so that it may write to volumes' },
    ),
    readOnlyRootFilesystem: trace.choose(
      `${at}.readOnlyRootFilesystem`,
      { value: said?.readOnlyRootFilesystem, from: 'security.readOnlyRootFilesystem' },
      {
        value: true,
        because: 'whoever breaks in can change no program; `writable` names exceptions',
      },
    ),
    ...(said?.hostUsers === undefined
      ? {}
      : { hostUsers: trace.spec(`${at}.hostUsers`, said.hostUsers, 'security.hostUsers') }),
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
