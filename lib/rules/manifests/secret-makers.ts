/** What makes a Secret: itself, or an object from which an operator or a driver makes it. */

import { listAt, textAt } from './data.ts';
import { type ManifestObject, type ManifestSet, sameNamespace } from './manifest-set.ts';

/** The objects that make a Secret of this name beside another object. */
export function makersOf(
  set: ManifestSet,
  beside: ManifestObject,
  name: string,
): readonly ManifestObject[] {
  return set.objects.filter((object) => sameNamespace(object, beside) && makes(object, name));
}

function makes({ kind, name, body }: ManifestObject, secret: string): boolean {
  switch (kind) {
    // A sealed one is called as its object, whatever its template says: `Unseal` in pkg/apis/sealedsecrets/v1alpha1 of v0.40.0.
    case 'Secret':
    case 'SealedSecret':
      return name === secret;
    case 'ExternalSecret':
      return (textAt(body, 'spec', 'target', 'name') ?? name) === secret;
    case 'SecretProviderClass':
      return listAt(body, 'spec', 'secretObjects').some(
        (made) => textAt(made, 'secretName') === secret,
      );
    case 'Certificate':
      return textAt(body, 'spec', 'secretName') === secret;
    default:
      return false;
  }
}
