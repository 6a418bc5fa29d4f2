/** Manifest rule: a SealedSecret stands under the name and in the namespace it was sealed for. */

import { textAt } from '../manifests/data.ts';
import { objectsOf } from '../manifests/manifest-set.ts';
import type { ManifestRule } from '../rule.ts';

const PREFIX = 'sealedsecrets.bitnami.com';

/** SW4171. @see https://github.com/bitnami-labs/sealed-secrets#scopes */
export const sealedForAnotherNamespace: ManifestRule = {
  code: 'SW4171',
  name: 'sealed-for-another-namespace',
  level: 'manifest',
  severity: 'error',
  summary: 'A SealedSecret was moved or renamed after it was sealed.',
  because:
    'Name and namespace are part of what is encrypted unless the scope is wider: the controller cannot decrypt it elsewhere, and makes no Secret.',
  check: (set) =>
    objectsOf(set, 'SealedSecret').flatMap((object) => {
      const wide = (scope: string) => object.annotations[`${PREFIX}/${scope}`] === 'true';
      if (wide('cluster-wide')) return [];
      const sealed = (part: string) => textAt(object.body, 'spec', 'template', 'metadata', part);
      const namespace = sealed('namespace');
      const name = sealed('name');
      const moved =
        namespace !== undefined && object.namespace !== '' && namespace !== object.namespace;
      const renamed = !wide('namespace-wide') && name !== undefined && name !== object.name;
      if (!moved && !renamed) return [];
      return [
        {
          on: object,
          path: 'spec.template.metadata',
          message: `It was sealed for ${name ?? object.name}${namespace === undefined ? '' : ` in ${namespace}`}, and stands as ${object.name}${object.namespace === '' ? '' : ` in ${object.namespace}`}.`,
          fix: 'Seal it anew for this name and namespace, or with a wider scope.',
        },
      ];
    }),
};
