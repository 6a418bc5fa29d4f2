/** Finds pods that two selectors both claim. */

import { type ManifestObject, type ManifestSet, sameNamespace } from './manifest-set.ts';
import type { PodTemplate } from './pod-template.ts';
import { type Selector, selects } from './selector.ts';

/** An object and the pods it claims. */
export interface Claim {
  readonly on: ManifestObject;
  readonly selector: Selector;
}

/** Two objects of one kind that claim the same pods, and the pods. */
export interface Overlap {
  readonly first: Claim;
  readonly second: Claim;
  readonly pod: PodTemplate;
}

/** Every pair of claims that meet in a pod template of the set, once. */
export function overlaps(set: ManifestSet, claims: readonly Claim[]): readonly Overlap[] {
  const seen = new Set<string>();
  return set.pods.flatMap((pod) => {
    const claiming = claims.filter(
      ({ on, selector }) => sameNamespace(on, pod.owner) && selects(selector, pod.labels),
    );
    return claiming.flatMap((first, index) =>
      claiming.slice(index + 1).flatMap((second) => {
        const key = `${first.on.namespace} ${first.on.kind}/${first.on.name} ${second.on.kind}/${second.on.name}`;
        if (seen.has(key)) return [];
        seen.add(key);
        return [{ first, second, pod }];
      }),
    );
  });
}
