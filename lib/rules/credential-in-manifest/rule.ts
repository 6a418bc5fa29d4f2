/** Manifest rule: no variable, argument or ConfigMap holds what looks like a credential. */

import { fileKey } from '../../model/plan/volume-names.ts';
import { listAt, mapAt, textAt, textsAt } from '../manifests/data.ts';
import { type ManifestSet, objectsOf } from '../manifests/manifest-set.ts';
import type { ManifestComplaint, ManifestRule } from '../rule.ts';
import { credentialSign } from '../credential.ts';

/** SW4033. @see https://kubernetes.io/docs/concepts/configuration/secret/ */
export const credentialInManifest: ManifestRule = {
  code: 'SW4033',
  name: 'credential-in-manifest',
  level: 'manifest',
  severity: 'error',
  saidByPlan: 'SW2301',
  seesPatches: true,
  summary: 'A variable, an argument or a ConfigMap holds what looks like a credential.',
  because:
    'Everybody who may read workloads or the repository can read it, and it cannot be changed without a release.',
  check: (set) => [...inContainers(set), ...inConfigMaps(set)],
};

function inContainers(set: ManifestSet): readonly ManifestComplaint[] {
  return set.pods.flatMap((pod) =>
    pod.containers.flatMap((container) => {
      const variables = listAt(container.body, 'env').flatMap((body) => {
        const name = textAt(body, 'name') ?? '';
        const sign = credentialSign(textAt(body, 'value') ?? '', name);
        if (sign === undefined) return [];
        const what = `The variable ${name} of container ${container.name}`;
        const isSaidAt = (place: string) => place === `config.${name}`;
        return [{ sign, path: `${container.path}.env[${name}]`, what, isSaidAt }];
      });
      const words = ['command', 'args'].flatMap((key) =>
        textsAt(container.body, key).flatMap((word) => {
          const { name, value } = optionOf(word);
          const sign = credentialSign(value, name);
          if (sign === undefined) return [];
          const what = `An argument of container ${container.name}`;
          const isSaidAt = (place: string) => isCommandOf(container.name, place);
          return [{ sign, path: `${container.path}.${key}`, what, isSaidAt }];
        }),
      );
      return [...variables, ...words].map(({ sign, path, what, isSaidAt }) => ({
        ...{ on: pod.owner, path, isSaidAt },
        message: `${what} looks like ${sign.kind} (${sign.size}).`,
        fix: 'Put the value into a Secret made outside these manifests and refer to it with valueFrom.secretKeyRef; if it was ever published, change it.',
      }));
    }),
  );
}

function inConfigMaps(set: ManifestSet): readonly ManifestComplaint[] {
  return objectsOf(set, 'ConfigMap').flatMap((on) =>
    Object.entries(mapAt(on.body, 'data')).flatMap(([key, value]) => {
      const sign = credentialSign(value, value.includes('\n') ? '' : key);
      return sign === undefined
        ? []
        : [
            {
              on,
              path: `data[${key}]`,
              isSaidAt: (place) => isFileOf(key, place),
              message: `The key ${key} looks like ${sign.kind} (${sign.size}).`,
              fix: 'Move the value into a Secret made outside these manifests; if it was ever published, change it.',
            },
          ];
    }),
  );
}

/** A process and its container have one name: `workers.mail.command` is said of the container `mail`. */
function isCommandOf(container: string, place: string): boolean {
  return place.endsWith('.command') && place.split('.').includes(container);
}

/** The keys of a planned ConfigMap are made of the paths of its files. */
function isFileOf(key: string, place: string): boolean {
  const prefix = 'files.';
  return place.startsWith(prefix) && fileKey(place.slice(prefix.length)) === key;
}

/** `--db-password=x` is filed under `db_password`. */
function optionOf(word: string): { readonly name: string; readonly value: string } {
  const [, name = '', value] = /^--?([\w-]+)=(.*)$/s.exec(word) ?? [];
  return { name: name.replaceAll('-', '_'), value: value ?? word };
}
