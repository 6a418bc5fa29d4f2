/** Manifest rule: nothing that SOPS encrypted is applied as it is. */

import { dataAt, type Data } from '../manifests/data.ts';
import { objectsOf } from '../manifests/manifest-set.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4172. @see https://getsops.io/docs/ */
export const sopsNotDecrypted: ManifestRule = {
  code: 'SW4172',
  name: 'sops-not-decrypted',
  level: 'manifest',
  severity: 'error',
  summary: 'A Secret is applied with values that SOPS encrypted.',
  because:
    'A cluster does not decrypt them: pods would read `ENC[…]` as the password. Only tools that know SOPS may apply such a file.',
  check: (set) =>
    objectsOf(set, 'Secret').flatMap((object) => {
      const keys = ['data', 'stringData'].flatMap((part) => encryptedIn(dataAt(object.body, part)));
      const isFile = Object.hasOwn(object.body, 'sops');
      if (keys.length === 0 && !isFile) return [];
      return [
        {
          on: object,
          message:
            keys.length === 0
              ? 'It has the member `sops` of an encrypted file.'
              : `Still encrypted by SOPS: ${keys.join(', ')}.`,
          fix: 'Hand the file to sops() in `secrets`, whose trees for Flux and Argo CD decrypt it; or apply what `sops decrypt` prints.',
        },
      ];
    }),
};

function encryptedIn(values: Data): readonly string[] {
  return Object.entries(values)
    .filter(([, value]) => typeof value === 'string' && value.startsWith('ENC[AES256_GCM,'))
    .map(([key]) => key);
}
