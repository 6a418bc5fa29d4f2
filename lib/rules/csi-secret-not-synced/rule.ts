/** Manifest rule: variables read no Secret that the Secrets Store CSI driver does not make for these pods. */

import { listAt, textAt } from '../manifests/data.ts';
import { findBeside } from '../manifests/manifest-set.ts';
import type { PodTemplate } from '../manifests/pod-template.ts';
import { referencesOf } from '../manifests/references.ts';
import { makersOf } from '../manifests/secret-makers.ts';
import type { ManifestRule } from '../rule.ts';

const DRIVER = 'secrets-store.csi.k8s.io';
const CLASS = 'SecretProviderClass';

/** SW4170. @see https://secrets-store-csi-driver.sigs.k8s.io/topics/sync-as-kubernetes-secret */
export const csiSecretNotSynced: ManifestRule = {
  code: 'SW4170',
  name: 'csi-secret-not-synced',
  level: 'manifest',
  severity: 'error',
  summary:
    'Variables read a Secret of a SecretProviderClass that makes none, or that the pod does not mount.',
  because:
    'The driver mounts files; it makes a Secret only of `secretObjects`, and only while a pod mounts the class. Without the Secret the container is not created.',
  check: (set) =>
    set.pods.flatMap((pod) => {
      const mounted = classesOf(pod);
      return referencesOf(pod)
        .filter(({ kind, optional }) => kind === 'Secret' && !optional)
        .flatMap(({ name, path }) => {
          const makers = makersOf(set, pod.owner, name);
          // Others need no pod.
          if (makers.some(({ kind }) => kind !== CLASS)) return [];
          const base = { on: pod.owner, path };
          const [maker] = makers;
          if (maker !== undefined) {
            return mounted.includes(maker.name)
              ? []
              : [
                  {
                    ...base,
                    message: `Secret ${name} is made while a pod mounts the SecretProviderClass ${maker.name}, and this pod does not.`,
                    fix: `Add a csi volume with the class ${maker.name}, and mount it.`,
                  },
                ];
          }
          const like = mounted.find((each) => each === name);
          const found = like === undefined ? undefined : findBeside(set, pod.owner, CLASS, like);
          return found === undefined
            ? []
            : [
                {
                  ...base,
                  message: `Secret ${name} is made by nothing: the SecretProviderClass ${found.name} has no secretObjects for it.`,
                  fix: `Add secretObjects with secretName ${name}, or read the file that is mounted.`,
                },
              ];
        });
    }),
};

/** Classes that a container of the pod mounts: the kubelet leaves out volumes that none does. */
function classesOf(pod: PodTemplate): readonly string[] {
  const mounts = pod.containers.flatMap(({ body }) =>
    listAt(body, 'volumeMounts').flatMap((mount) => textAt(mount, 'name') ?? []),
  );
  return listAt(pod.spec, 'volumes')
    .filter(
      (volume) =>
        textAt(volume, 'csi', 'driver') === DRIVER && mounts.includes(textAt(volume, 'name') ?? ''),
    )
    .flatMap((volume) => textAt(volume, 'csi', 'volumeAttributes', 'secretProviderClass') ?? []);
}
