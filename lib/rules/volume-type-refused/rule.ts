/** Manifest rule: pods use only kinds of volumes that do not reach into the node. */

import { listAt, textAt } from '../manifests/data.ts';
import { podSecuritySeverity } from '../manifests/pod-security.ts';
import type { ManifestRule } from '../rule.ts';

/** Kinds the level restricted accepts, from `check_restrictedVolumes.go`. */
const ACCEPTED = [
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image'],
  ...['persistentVolumeClaim', 'projected', 'secret'],
];

/** SW4026. @see https://github.com/kubernetes/pod-security-admission/blob/v0.37.2/policy/check_restrictedVolumes.go */
export const volumeTypeRefused: ManifestRule = {
  code: 'SW4026',
  name: 'volume-type-refused',
  level: 'manifest',
  severity: 'warning',
  summary:
    'A pod mounts a directory of its node or another kind of volume that restricted namespaces refuse.',
  because:
    'A directory of the node binds the pod to that node and opens a way out of the container; the Pod Security level restricted refuses it.',
  check: (set) =>
    set.pods.flatMap((pod) =>
      listAt(pod.spec, 'volumes').flatMap((volume) => {
        const kinds = Object.keys(volume).filter(
          (key) => key !== 'name' && !ACCEPTED.includes(key),
        );
        return kinds.map((kind) => ({
          on: pod.owner,
          path: `${pod.path}.volumes[${textAt(volume, 'name') ?? ''}]`,
          severity: podSecuritySeverity(
            set,
            pod.owner,
            kind === 'hostPath' ? 'baseline' : 'restricted',
          ),
          message: `Volume ${textAt(volume, 'name') ?? ''} is of kind ${kind}${kind === 'hostPath' ? ` (${textAt(volume, kind, 'path') ?? ''})` : ''}; accepted are ${ACCEPTED.join(', ')}.`,
          fix: 'Use an emptyDir for scratch files, a persistentVolumeClaim for files that stay, or a configMap for files that are given.',
        }));
      }),
    ),
};
