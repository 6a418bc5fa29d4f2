/** Manifest rule: every workload owns its pods alone. */

import { nameOf } from '../manifests/manifest-set.ts';
import { type Claim, overlaps } from '../manifests/overlap.ts';
import { selects, showSelector, specSelector } from '../manifests/selector.ts';
import type { ManifestRule } from '../rule.ts';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Rollout'];

/** SW4202. @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector */
export const selectorOverlap: ManifestRule = {
  code: 'SW4202',
  name: 'selector-overlap',
  level: 'manifest',
  severity: 'error',
  summary: 'The selectors of two workloads match the same pods, or a selector misses its own pods.',
  because:
    'Autoscalers count and disruption budgets protect the pods of both (AmbiguousSelector stops scaling), and the selector of a Deployment cannot be changed once it is deployed.',
  check: (set) => {
    const claims = set.pods.flatMap(({ owner }): readonly Claim[] => {
      const selector = WORKLOADS.includes(owner.kind) ? specSelector(owner.body) : undefined;
      return selector === undefined ? [] : [{ on: owner, selector }];
    });
    const own = set.pods.flatMap((pod) => {
      const claim = claims.find(({ on }) => on === pod.owner);
      if (claim === undefined || selects(claim.selector, pod.labels)) return [];
      return [
        {
          on: pod.owner,
          path: 'spec.selector',
          message: `The selector ${showSelector(claim.selector)} does not match the labels of the object's own pods.`,
          fix: 'Make the labels of the pod template contain those of the selector.',
        },
      ];
    });
    return [
      ...own,
      ...overlaps(set, claims).map(({ first, second, pod }) => ({
        on: first.on,
        path: 'spec.selector',
        message: `The selectors of ${nameOf(first.on)} (${showSelector(first.selector)}) and ${nameOf(second.on)} (${showSelector(second.selector)}) both match the pods of ${nameOf(pod.owner)}.`,
        fix: 'Add a label with a different value to both selectors and both pod templates, such as app.kubernetes.io/component.',
      })),
    ];
  },
};
