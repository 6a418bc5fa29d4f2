/** Manifest rule: Secrets that pods read are made by something, with the keys they read. */

import { dataAt, listAt, textAt } from '../manifests/data.ts';
import { type ManifestObject, objectsOf, sameNamespace } from '../manifests/manifest-set.ts';
import { referencesOf } from '../manifests/references.ts';
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
    const makers = objectsOf(
      set,
      'Secret',
      'SealedSecret',
      'ExternalSecret',
      'SecretProviderClass',
      'Certificate',
    );
    return set.pods.flatMap((pod) =>
      referencesOf(pod)
        .filter(({ kind, optional }) => kind === 'Secret' && !optional)
        .flatMap(({ name, keys, path }) => {
          const base = { on: pod.owner, path };
          const made = secretKeys(makers, pod.owner, name);
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

/** Keys the objects give a Secret: a list, `any` when it cannot be told, `unknown` when none of them makes it. */
function secretKeys(
  makers: readonly ManifestObject[],
  beside: ManifestObject,
  name: string,
): readonly string[] | 'any' | 'unknown' {
  const keys = makers
    .filter((object) => sameNamespace(object, beside))
    .flatMap((object): readonly (readonly string[] | 'any')[] => {
      const { body, kind } = object;
      if (kind === 'Secret' && object.name === name) {
        return [[...Object.keys(dataAt(body, 'data')), ...Object.keys(dataAt(body, 'stringData'))]];
      }
      // Whatever its template is called: `Unseal` in pkg/apis/sealedsecrets/v1alpha1 of v0.40.0.
      if (kind === 'SealedSecret' && object.name === name) {
        return [
          [
            ...Object.keys(dataAt(body, 'spec', 'encryptedData')),
            ...Object.keys(dataAt(body, 'spec', 'template', 'data')),
          ],
        ];
      }
      if (kind === 'SecretProviderClass') {
        return listAt(body, 'spec', 'secretObjects')
          .filter((made) => textAt(made, 'secretName') === name)
          .map((made) => listAt(made, 'data').flatMap((item) => textAt(item, 'key') ?? []));
      }
      if (
        kind === 'ExternalSecret' &&
        (textAt(body, 'spec', 'target', 'name') ?? object.name) === name
      ) {
        return [externalKeys(object)];
      }
      return kind === 'Certificate' && textAt(body, 'spec', 'secretName') === name
        ? [['tls.crt', 'tls.key', 'ca.crt']]
        : [];
    });
  if (keys.length === 0) return 'unknown';
  return keys.some((found) => found === 'any')
    ? 'any'
    : keys.flatMap((found) => (found === 'any' ? [] : found));
}

function externalKeys({ body }: ManifestObject): readonly string[] | 'any' {
  const templated = Object.keys(dataAt(body, 'spec', 'target', 'template', 'data'));
  if (listAt(body, 'spec', 'dataFrom').length > 0) return 'any';
  return templated.length > 0
    ? templated
    : listAt(body, 'spec', 'data').flatMap((item) => textAt(item, 'secretKey') ?? []);
}
