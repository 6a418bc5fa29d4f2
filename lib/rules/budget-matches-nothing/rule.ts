/** Manifest rule: disruption budgets and network policies speak of pods that exist. */

import { dataAt } from '../manifests/data.ts';
import { nameOf, objectsOf, sameNamespace } from '../manifests/manifest-set.ts';
import {
  agreement,
  firstDifference,
  labelSelector,
  selects,
  selectsAll,
  showSelector,
} from '../manifests/selector.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4111. @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/ */
export const budgetMatchesNothing: ManifestRule = {
  code: 'SW4111',
  name: 'budget-matches-nothing',
  level: 'manifest',
  severity: 'error',
  summary: 'A PodDisruptionBudget or NetworkPolicy selects no pod.',
  because: 'It is accepted and protects nothing.',
  check: (set) =>
    objectsOf(set, 'PodDisruptionBudget', 'NetworkPolicy').flatMap((on) => {
      const field = on.kind === 'NetworkPolicy' ? 'podSelector' : 'selector';
      const selector = labelSelector(dataAt(on.body, 'spec')[field]);
      const pods = set.pods.filter((pod) => sameNamespace(pod.owner, on));
      if (selector === undefined || selectsAll(selector)) return [];
      if (pods.some((pod) => selects(selector, pod.labels))) return [];
      const nearest = pods.toSorted(
        (a, b) => agreement(selector, b.labels) - agreement(selector, a.labels),
      )[0];
      const difference = nearest && firstDifference(selector, nearest.labels);
      return [
        {
          on,
          path: `spec.${field}`,
          message: `No pod has the labels ${showSelector(selector)}.${difference === undefined ? '' : ` The nearest are those of ${nearest === undefined ? '' : nameOf(nearest.owner)}: ${difference}.`}`,
          fix: 'Make the selector agree with the labels of the pods (not those of the Deployment); if somebody else makes them, silence this rule with that reason.',
        },
      ];
    }),
};
