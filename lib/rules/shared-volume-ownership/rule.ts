/** Plan rule: a share may be written by the group the pods run under. */

import { heldClaims } from '../plans/volumes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2366. @see https://kubernetes-csi.github.io/docs/support-fsgroup.html */
export const sharedVolumeOwnership: PlanRule = {
  code: 'SW2366',
  name: 'shared-volume-ownership',
  level: 'plan',
  severity: 'note',
  summary: 'The kubelet does not change the owner of a volume that many nodes share.',
  because:
    'Of drivers that do not say otherwise the group of a pod (fsGroup) is applied to ReadWriteOnce volumes with a file system only: CSIDriver.fsGroupPolicy is ReadWriteOnceWithFSType by default.',
  check: (plan) => {
    const seen = new Set<string>();
    return heldClaims(plan).flatMap(({ process, volume, claim, mounts, path }) => {
      if (claim.accessMode !== 'ReadWriteMany' || seen.has(volume)) return [];
      if (mounts.every(({ readOnly }) => readOnly)) return [];
      seen.add(volume);
      const { runAsUser, fsGroup } = process.security;
      return [
        {
          path,
          message: `${volume} must be writable for user ${runAsUser} or group ${fsGroup} on the server that shares it.`,
          fix: 'Set owner or mode where the share is made (gid of an EFS access point, mount options of an SMB or NFS class), or set security.runAsUser or security.fsGroup to its owner.',
        },
      ];
    });
  },
};
