/** Manifest rule: what containers mount and claim is there. */

import { listAt, textAt } from '../manifests/data.ts';
import { findBeside, type ManifestSet } from '../manifests/manifest-set.ts';
import type { PodTemplate } from '../manifests/pod-template.ts';
import { referencesOf } from '../manifests/references.ts';
import type { ManifestComplaint, ManifestRule } from '../rule.ts';

/** SW4109. @see https://kubernetes.io/docs/concepts/storage/volumes/ */
export const volumeMissing: ManifestRule = {
  code: 'SW4109',
  name: 'volume-missing',
  level: 'manifest',
  severity: 'error',
  summary:
    'A container mounts a volume the pod does not have, or a pod uses a claim that is not there.',
  because:
    'A mount without a volume is refused when it is applied; a missing claim is not, and leaves the pod pending.',
  check: (set) => set.pods.flatMap((pod) => [...mounts(pod), ...claims(set, pod)]),
};

function mounts(pod: PodTemplate): readonly ManifestComplaint[] {
  const volumes = [
    ...listAt(pod.spec, 'volumes').map((volume) => textAt(volume, 'name') ?? ''),
    ...listAt(pod.owner.body, 'spec', 'volumeClaimTemplates').map(
      (claim) => textAt(claim, 'metadata', 'name') ?? '',
    ),
  ];
  return pod.containers.flatMap((container) =>
    listAt(container.body, 'volumeMounts')
      .map((mount) => textAt(mount, 'name') ?? '')
      .filter((name) => !volumes.includes(name))
      .map((name) => ({
        on: pod.owner,
        path: `${container.path}.volumeMounts`,
        message: `Container ${container.name} mounts volume ${name}; the pod has ${volumes.join(', ') || 'none'}.`,
        fix: `Add a volume named ${name} to the pod, or correct the name.`,
      })),
  );
}

function claims(set: ManifestSet, pod: PodTemplate): readonly ManifestComplaint[] {
  return referencesOf(pod)
    .filter(({ kind }) => kind === 'PersistentVolumeClaim')
    .filter(
      ({ name }) =>
        set.outside.claims?.includes(name) !== true &&
        !findBeside(set, pod.owner, 'PersistentVolumeClaim', name),
    )
    .map(({ name, path }) => ({
      on: pod.owner,
      path,
      message: `PersistentVolumeClaim ${name} is not among these objects.`,
      fix: 'Add the claim or correct the name; if it is made elsewhere, silence this rule with that reason.',
    }));
}
