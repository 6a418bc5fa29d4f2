/** Plan rule: a known class of disks is not asked to be a share. */

import type { ServicePlan } from '../../model/plan/service-plan.ts';
import type { PlanRule } from '../rule.ts';

/**
 * Classes that managed clusters and k3s bring, with what they make: disks that one node attaches.
 * EKS: gp2, gp3, auto-ebs-sc; GKE: standard, standard-rwo, premium-rwo; AKS: default, managed, managed-csi and so on; k3s and kind: local-path.
 */
const DISKS: Readonly<Record<string, string>> = {
  gp2: 'an EBS volume',
  gp3: 'an EBS volume',
  'auto-ebs-sc': 'an EBS volume',
  'standard-rwo': 'a Compute Engine disk',
  'premium-rwo': 'a Compute Engine disk',
  managed: 'an Azure disk',
  'managed-csi': 'an Azure disk',
  'managed-csi-premium': 'an Azure disk',
  'managed-premium': 'an Azure disk',
  'local-path': 'a folder of one node',
};

/** SW2367. @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes */
export const storageClassRefusesMode: PlanRule = {
  code: 'SW2367',
  name: 'storage-class-refuses-mode',
  level: 'plan',
  severity: 'warning',
  summary: 'A storage class of disks is asked for a volume that many nodes mount.',
  because:
    'Its provisioner refuses the claim with an event nobody sees; claim and pods stay pending.',
  check: (plan) =>
    requestsOf(plan).flatMap(({ name, storageClass, accessMode }) => {
      const disk = DISKS[storageClass];
      if (disk === undefined || accessMode !== 'ReadWriteMany') return [];
      return [
        {
          path: `volumes.${name}.storageClass`,
          message: `${storageClass} makes ${disk}, which cannot be ${accessMode}.`,
          fix: 'Name a class of shares: of EFS, Filestore, Azure Files, NFS or CephFS; `kubectl get storageclass` lists those of the cluster.',
        },
      ];
    }),
};

function requestsOf({ volumes }: ServicePlan) {
  return Object.entries(volumes).flatMap(([name, volume]) =>
    'request' in volume && volume.request?.storageClass !== undefined
      ? [
          {
            name,
            storageClass: volume.request.storageClass,
            accessMode: volume.request.accessMode,
          },
        ]
      : [],
  );
}
