/** resolve › cloud identity: who the pods are in a cloud, and what follows for the ServiceAccount, the pods and the network. */

import type { NetworkRulePlan } from '../model/plan/network-plan.ts';
import type { IdentityPlan } from '../model/plan/service-plan.ts';
import type { CloudIdentitySpec } from '../model/spec/service-spec.ts';
import type { Context } from './context.ts';

/** What a cloud reads of the ServiceAccount, and of pods. */
export function cloudIdentity(
  identity: CloudIdentitySpec | undefined,
): Pick<IdentityPlan, 'annotations' | 'podLabels'> {
  if (identity === undefined) return { annotations: {} };
  if ('aws' in identity) {
    return { annotations: { 'eks.amazonaws.com/role-arn': identity.aws.role } };
  }
  if ('gcp' in identity) {
    return { annotations: { 'iam.gke.io/gcp-service-account': identity.gcp.serviceAccount } };
  }
  const { clientId, tenantId } = identity.azure;
  return {
    annotations: {
      'azure.workload.identity/client-id': clientId,
      ...(tenantId === undefined ? {} : { 'azure.workload.identity/tenant-id': tenantId }),
    },
    // Without it the webhook leaves pods alone: https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
    podLabels: { 'azure.workload.identity/use': 'true' },
  };
}

/** The annotations have nowhere to go (SW2181). */
export function reportUnwritten(
  trace: Context['trace'],
  name: string,
  annotations: Readonly<Record<string, string>>,
): void {
  const wanted = Object.entries(annotations).map(([key, value]) => `${key}=${value}`);
  trace.report({
    code: 'SW2181',
    name: 'identity-unwritten',
    severity: 'warning',
    path: 'serviceAccount.identity',
    message: `The ServiceAccount ${name} is made by somebody else, so its identity is not written.`,
    because: 'A cloud reads the identity from annotations of the ServiceAccount.',
    fix: `Have it annotated: kubectl annotate serviceaccount ${name} ${wanted.join(' ')}`,
  });
}

/** Hands out identities of GKE: on the node, and by Dataplane V2 where metadata always was. */
const GOOGLE = [
  { cidr: '169.254.169.252/32', port: 988 },
  { cidr: '169.254.169.254/32', port: 80 },
] as const;
const HTTPS_PORT = 443;

/** Who hands out credentials for an identity: AWS and Azure by names whose addresses nobody can list. */
export function identityEgress({ spec }: Pick<Context, 'spec'>): readonly NetworkRulePlan[] {
  const identity = spec.serviceAccount?.identity;
  if (identity === undefined) return [];
  if ('gcp' in identity) {
    return GOOGLE.map(({ cidr, port }) => ({
      peers: [{ kind: 'addresses', cidr }],
      ports: [{ port, protocol: 'TCP' }],
    }));
  }
  return [{ peers: [], ports: [{ port: HTTPS_PORT, protocol: 'TCP' }] }];
}
