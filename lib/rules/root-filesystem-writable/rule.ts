/** Manifest rule: containers cannot change their own programs. */

import { contextOf } from '../manifests/pod-security.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4030. @see https://kubernetes.io/docs/tasks/configure-pod-container/security-context/ */
export const rootFilesystemWritable: ManifestRule = {
  code: 'SW4030',
  name: 'root-filesystem-writable',
  level: 'manifest',
  severity: 'note',
  summary: 'A container may write to its root file system.',
  because:
    'An intruder can replace programs, and what the application writes there is counted as node storage without a limit and lost at the next restart.',
  check: (set) =>
    set.pods.flatMap((pod) =>
      pod.containers
        .filter((container) => contextOf(container)['readOnlyRootFilesystem'] !== true)
        .map((container) => ({
          on: pod.owner,
          path: `${container.path}.securityContext.readOnlyRootFilesystem`,
          message: `Container ${container.name} may write anywhere in its file system.`,
          fix: `Set securityContext.readOnlyRootFilesystem: true and mount an emptyDir with a sizeLimit where the application writes, /tmp at least.`,
        })),
    ),
};
