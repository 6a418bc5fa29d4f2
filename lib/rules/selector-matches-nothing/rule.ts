/** Manifest rule: a Service leads to pods that exist. */

import { at, dataAt } from '../manifests/data.ts';
import {
  type ManifestObject,
  type ManifestSet,
  nameOf,
  objectsOf,
  sameNamespace,
} from '../manifests/manifest-set.ts';
import {
  agreement,
  firstDifference,
  mapSelector,
  type Selector,
  selects,
  showSelector,
} from '../manifests/selector.ts';
import type { ManifestComplaint, ManifestRule } from '../rule.ts';

/** SW4101. @see https://kubernetes.io/docs/concepts/services-networking/service/ */
export const selectorMatchesNothing: ManifestRule = {
  code: 'SW4101',
  name: 'selector-matches-nothing',
  level: 'manifest',
  severity: 'error',
  summary: 'The selector of a Service matches no pod.',
  because:
    'The API server accepts it; the Service has no endpoints, and every request to it is refused or answered with 502 or 503.',
  check: (set) =>
    objectsOf(set, 'Service').flatMap((on) => {
      const selector = mapSelector(at(on.body, 'spec', 'selector'));
      if (selector === undefined || dataAt(on.body, 'spec')['type'] === 'ExternalName') return [];
      const pods = set.pods.filter((pod) => sameNamespace(pod.owner, on));
      return pods.some((pod) => selects(selector, pod.labels))
        ? []
        : [complaint(set, on, selector)];
    }),
};

function complaint(set: ManifestSet, on: ManifestObject, selector: Selector): ManifestComplaint {
  const candidates = set.pods.filter(
    (pod) => sameNamespace(pod.owner, on) && pod.life === 'running',
  );
  const nearest = candidates.toSorted(
    (a, b) => agreement(selector, b.labels) - agreement(selector, a.labels),
  )[0];
  const near = nearest !== undefined && agreement(selector, nearest.labels) > 0;
  return {
    on,
    path: 'spec.selector',
    // Without any likeness the pods may well be made by somebody else.
    severity: near ? 'error' : 'warning',
    message: `No pod has the labels ${showSelector(selector)}.${near ? ` The nearest are those of ${nameOf(nearest.owner)}: ${firstDifference(selector, nearest.labels) ?? 'they differ'}.` : ''}`,
    fix: near
      ? `Make the selector agree with the pod labels of ${nameOf(nearest.owner)}.`
      : 'Correct the selector; if an operator or another chart makes the pods, silence this rule with that reason.',
  };
}
