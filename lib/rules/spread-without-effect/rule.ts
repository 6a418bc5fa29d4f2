/** Manifest rule: topology spread constraints speak of the pods they stand on. */

import { dataAt, listAt, textAt, textsAt } from '../manifests/data.ts';
import { labelSelector, selects, showSelector } from '../manifests/selector.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4215. @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/ */
export const spreadWithoutEffect: ManifestRule = {
  code: 'SW4215',
  name: 'spread-without-effect',
  level: 'manifest',
  severity: 'error',
  summary: 'A topology spread constraint is refused or does not count its own pods.',
  because:
    'A constraint whose selector misses the pods it stands on spreads nothing: all pods may land on one node, which nothing reports.',
  check: (set) =>
    set.pods.flatMap((pod) =>
      listAt(pod.spec, 'topologySpreadConstraints').flatMap((body, index) => {
        const base = { on: pod.owner, path: `${pod.path}.topologySpreadConstraints[${index}]` };
        const selector = labelSelector(body['labelSelector']);
        const keys = textsAt(body, 'matchLabelKeys');
        const twice = keys.filter(
          (key) => dataAt(body, 'labelSelector', 'matchLabels')[key] !== undefined,
        );
        const soft = textAt(body, 'whenUnsatisfiable') === 'ScheduleAnyway';
        return [
          ...(selector === undefined || !selects(selector, pod.labels)
            ? [
                {
                  ...base,
                  message: `The labelSelector ${selector === undefined ? '(none)' : showSelector(selector)} does not match the labels of the pods it stands on.`,
                  fix: 'Select the labels of the pod template.',
                },
              ]
            : []),
          ...twice.map((key) => ({
            ...base,
            message: `${key} stands in matchLabelKeys and in labelSelector; the API server refuses that.`,
            fix: `Remove ${key} from labelSelector.`,
          })),
          ...(soft && body['minDomains'] !== undefined
            ? [
                {
                  ...base,
                  message:
                    'minDomains is set with whenUnsatisfiable: ScheduleAnyway; it needs DoNotSchedule.',
                  fix: 'Remove minDomains.',
                },
              ]
            : []),
        ];
      }),
    ),
};
