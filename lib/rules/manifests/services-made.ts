/** Services that a controller makes beside the objects that are applied. */

import { textAt } from './data.ts';
import { type ManifestObject, type ManifestSet, objectsOf, sameNamespace } from './manifest-set.ts';

/**
 * Names of the Services that Flagger makes for a Canary: the one clients use, and those of the two versions.
 * @see https://docs.flagger.app/usage/how-it-works#canary-service
 */
export function servicesMadeBy({ body }: ManifestObject): readonly string[] {
  const name =
    textAt(body, 'spec', 'service', 'name') ?? textAt(body, 'spec', 'targetRef', 'name') ?? '';
  return [name, `${name}-primary`, `${name}-canary`];
}

/** Names of the Services that controllers make in the namespace of an object. */
export function servicesMadeBeside(set: ManifestSet, on: ManifestObject): readonly string[] {
  return objectsOf(set, 'Canary')
    .filter((canary) => canary.group === 'flagger.app' && sameNamespace(canary, on))
    .flatMap(servicesMadeBy);
}
