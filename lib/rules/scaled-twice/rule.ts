/** Manifest rule: one autoscaler for each workload. */

import { textAt } from '../manifests/data.ts';
import { type ManifestObject, nameOf, objectsOf } from '../manifests/manifest-set.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4206. @see https://keda.sh/docs/latest/reference/faq/ */
export const scaledTwice: ManifestRule = {
  code: 'SW4206',
  name: 'scaled-twice',
  level: 'manifest',
  severity: 'error',
  summary: 'Two autoscalers scale the same workload.',
  because:
    'Each undoes what the other did, every few seconds. A ScaledObject of KEDA makes a HorizontalPodAutoscaler of its own.',
  check: (set) => {
    const targets = Map.groupBy(
      objectsOf(set, 'HorizontalPodAutoscaler', 'ScaledObject'),
      targetOf,
    );
    return [...targets.values()].flatMap(([on, ...others]) =>
      on === undefined || others.length === 0
        ? []
        : [
            {
              on,
              path: 'spec.scaleTargetRef',
              message: `${[on, ...others].map(nameOf).join(' and ')} scale the same ${textAt(on.body, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment'} ${textAt(on.body, 'spec', 'scaleTargetRef', 'name') ?? ''}.`,
              fix: 'Keep one, with the metrics of all.',
            },
          ],
    );
  },
};

function targetOf({ namespace, body }: ManifestObject): string {
  const kind = textAt(body, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment';
  return `${namespace} ${kind} ${textAt(body, 'spec', 'scaleTargetRef', 'name') ?? ''}`;
}
