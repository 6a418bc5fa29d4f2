/** Manifest rule: Secrets that pods read are made by something, with the keys they read. */

import { dataAt, listAt, textAt } from '../manifests/data.ts';
import type { ManifestObject } from '../manifests/manifest-set.ts';
import { referencesOf } from '../manifests/references.ts';
import { makersOf } from '../manifests/secret-makers.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4104. @see https://kubernetes.io/docs/concepts/configuration/secret/#using-a-secret */
export const secretMissing: ManifestRule = {
  code: 'SW4104',
  name: 'secret-missing',
  level: 'manifest',
  severity: 'error',
  summary: 'A pod reads a Secret that must be made outside, or a key that its Secret does not get.',
  because:
    'Without the Secret or the key the container is not created, and nothing refuses the pod before.',
  check: (set) => {
    return set.pods.flatMap((pod) =>
      referencesOf(pod)
        .filter(({ kind, optional }) => kind === 'Secret' && !optional)
        .flatMap(({ name, keys, path }) => {
          const base = { on: pod.owner, path };
          const made = secretKeys(makersOf(set, pod.owner, name), name);
          if (made === 'unknown') {
            return set.outside.secrets?.includes(name) === true
              ? []
              : [
                  {
                    ...base,
                    severity: 'note' as const,
                    message: `Secret ${name}${keys.length === 0 ? '' : ` with the key ${keys.join(', ')}`} is not made by these objects.`,
                    fix: 'Make sure that it exists in the namespace before the pods start.',
                  },
                ];
          }
          return keys
            .filter((key) => made !== 'any' && !made.includes(key))
            .map((key) => ({
              ...base,
              message: `Secret ${name} gets no key ${key}; it gets ${made === 'any' ? '' : made.join(', ') || 'none'}.`,
              fix: 'Correct the key, or add it to what makes the Secret.',
            }));
        }),
    );
  },
};

/** Keys its makers give a Secret: a list, `any` when it cannot be told, `unknown` when there are none. */
function secretKeys(
  makers: readonly ManifestObject[],
  name: string,
): readonly string[] | 'any' | 'unknown' {
  if (makers.length === 0) return 'unknown';
  const keys = makers.map((maker) => keysOf(maker, name));
  return keys.some((found) => found === 'any')
    ? 'any'
    : keys.flatMap((found) => (found === 'any' ? [] : found));
}

function keysOf(maker: ManifestObject, name: string): readonly string[] | 'any' {
  const { body, kind } = maker;
  switch (kind) {
    case 'Secret':
      return [...Object.keys(dataAt(body, 'data')), ...Object.keys(dataAt(body, 'stringData'))];
    case 'SealedSecret':
      return [
        ...Object.keys(dataAt(body, 'spec', 'encryptedData')),
        ...Object.keys(dataAt(body, 'spec', 'template', 'data')),
      ];
    case 'ExternalSecret':
      return externalKeys(maker);
    case 'SecretProviderClass':
      return listAt(body, 'spec', 'secretObjects')
        .filter((made) => textAt(made, 'secretName') === name)
        .flatMap((made) => listAt(made, 'data').flatMap((item) => textAt(item, 'key') ?? []));
    default:
      return ['tls.crt', 'tls.key', 'ca.crt'];
  }
}

function externalKeys({ body }: ManifestObject): readonly string[] | 'any' {
  const templated = Object.keys(dataAt(body, 'spec', 'target', 'template', 'data'));
  if (listAt(body, 'spec', 'dataFrom').length > 0) return 'any';
  return templated.length > 0
    ? templated
    : listAt(body, 'spec', 'data').flatMap((item) => textAt(item, 'secretKey') ?? []);
}
