/** Manifest rule: each pod is protected by one disruption budget. */

import { nameOf, objectsOf } from '../manifests/manifest-set.ts';
import { overlaps } from '../manifests/overlap.ts';
import { specSelector } from '../manifests/selector.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4204. @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/registry/core/pod/storage/eviction.go */
export const budgetsOverlap: ManifestRule = {
  code: 'SW4204',
  name: 'budgets-overlap',
  level: 'manifest',
  severity: 'error',
  summary: 'Two PodDisruptionBudgets select the same pods.',
  because:
    'The eviction API answers 500 for a pod with more than one budget: the node it is on can never be drained.',
  check: (set) => {
    const claims = objectsOf(set, 'PodDisruptionBudget').flatMap((on) => {
      const selector = specSelector(on.body);
      return selector === undefined ? [] : [{ on, selector }];
    });
    return overlaps(set, claims).map(({ first, second, pod }) => ({
      on: first.on,
      path: 'spec.selector',
      message: `${nameOf(first.on)} and ${nameOf(second.on)} both select the pods of ${nameOf(pod.owner)}.`,
      fix: 'Keep one budget for these pods, or make the selectors exclude one another.',
    }));
  },
};
