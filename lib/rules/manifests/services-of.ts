/** The Services that lead to pods. */

import { at } from './data.ts';
import { type ManifestObject, type ManifestSet, objectsOf, sameNamespace } from './manifest-set.ts';
import type { PodTemplate } from './pod-template.ts';
import { mapSelector, selects } from './selector.ts';

/** The Services of the set whose selectors match the labels of the pods. */
export function servicesOf(set: ManifestSet, pod: PodTemplate): readonly ManifestObject[] {
  return objectsOf(set, 'Service').filter((service) => {
    const selector = mapSelector(at(service.body, 'spec', 'selector'));
    return (
      selector !== undefined && sameNamespace(service, pod.owner) && selects(selector, pod.labels)
    );
  });
}
