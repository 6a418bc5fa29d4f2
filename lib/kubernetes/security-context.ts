/** kubernetes › security: what Pod Security `restricted` asks of every pod and every container. */

import type { k8s } from 'cdk8s-plus-28';
import type { SecurityPlan } from '../model/plan/container-plan.ts';
import type { Plain } from './plain.ts';

/** For the pod. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
export function podSecurityContext(security: SecurityPlan): Plain<k8s.PodSecurityContext> {
  const { runAsUser, runAsGroup, fsGroup } = security;
  return {
    runAsNonRoot: true,
    runAsUser,
    runAsGroup,
    fsGroup,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** For each container, init containers included: these fields do not exist on the pod. */
export function containerSecurityContext(security: SecurityPlan): Plain<k8s.SecurityContext> {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: security.readOnlyRootFilesystem,
  };
}
