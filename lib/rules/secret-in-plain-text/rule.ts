/** Manifest rule: no Secret is written out in manifests. */

import { mapAt, textAt } from '../manifests/data.ts';
import { objectsOf } from '../manifests/manifest-set.ts';
import type { ManifestRule } from '../rule.ts';

/** Content anybody may see: certificates without their keys, in plain text and as the beginning of their base64. */
const PUBLIC = /^(?:-----BEGIN CERTIFICATE-----|LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t)/;

/** SW4032. @see https://kubernetes.io/docs/concepts/configuration/secret/#risks */
export const secretInPlainText: ManifestRule = {
  code: 'SW4032',
  name: 'secret-in-plain-text',
  level: 'manifest',
  severity: 'error',
  summary: 'A Secret is written out with its content.',
  because:
    'Manifests are kept in Git, in the output of builds and in Helm releases; base64 is readable by everyone, and what was committed once must be changed.',
  check: (set) =>
    objectsOf(set, 'Secret')
      .filter(({ group }) => group === '')
      .flatMap((on) => {
        const content = { ...mapAt(on.body, 'data'), ...mapAt(on.body, 'stringData') };
        const keys = Object.entries(content)
          .filter(([, value]) => value.trim() !== '' && !PUBLIC.test(value))
          .map(([key]) => key);
        return keys.length === 0
          ? []
          : [
              {
                on,
                path:
                  textAt(on.body, 'stringData', keys[0] ?? '') === undefined
                    ? 'data'
                    : 'stringData',
                message: `The Secret holds the content of ${keys.join(', ')}.`,
                fix: 'Remove the object and make the Secret outside: by hand, with External Secrets, Sealed Secrets or SOPS; refer to it by name.',
              },
            ];
      }),
};
