/** Manifest rule: ConfigMaps that pods read are there, with the keys they read. */

import { dataAt } from '../manifests/data.ts';
import { findBeside, namesBeside } from '../manifests/manifest-set.ts';
import { referencesOf } from '../manifests/references.ts';
import type { ManifestRule } from '../rule.ts';

/** Made by the control plane in every namespace. */
const EVERYWHERE = ['kube-root-ca.crt'];

/** SW4103. @see https://kubernetes.io/docs/concepts/configuration/configmap/ */
export const configMapMissing: ManifestRule = {
  code: 'SW4103',
  name: 'config-map-missing',
  level: 'manifest',
  severity: 'error',
  summary: 'A pod reads a ConfigMap, or a key of one, that is not there.',
  because:
    'The pod stays in CreateContainerConfigError or ContainerCreating and no request refuses it: the API server does not look references up.',
  check: (set) =>
    set.pods.flatMap((pod) =>
      referencesOf(pod)
        .filter(
          ({ kind, name, optional }) =>
            kind === 'ConfigMap' &&
            !optional &&
            !EVERYWHERE.includes(name) &&
            set.outside.configMaps?.includes(name) !== true,
        )
        .flatMap(({ name, keys, path }) => {
          const found = findBeside(set, pod.owner, 'ConfigMap', name);
          if (found === undefined) {
            return [
              {
                on: pod.owner,
                path,
                message: `ConfigMap ${name} is not among these objects; in this namespace there are: ${namesBeside(set, pod.owner, 'ConfigMap')}.`,
                fix: `Add the ConfigMap or correct the name; if something else makes it, say optional: true or silence this rule with that reason.`,
              },
            ];
          }
          const known = [
            ...Object.keys(dataAt(found.body, 'data')),
            ...Object.keys(dataAt(found.body, 'binaryData')),
          ];
          return keys
            .filter((key) => !known.includes(key))
            .map((key) => ({
              on: pod.owner,
              path,
              message: `ConfigMap ${name} has no key ${key}; it has ${known.join(', ') || 'none'}.`,
              fix: 'Correct the key, or add it to the ConfigMap.',
            }));
        }),
    ),
};
