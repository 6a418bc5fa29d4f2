/** Manifest rule: Services lead only to pods that answer. */

import { at, listAt, scalarAt } from '../manifests/data.ts';
import { nameOf, objectsOf, sameNamespace } from '../manifests/manifest-set.ts';
import { longRunning, portsOf } from '../manifests/pod-template.ts';
import { mapSelector, selects, showSelector } from '../manifests/selector.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4203. @see https://kubernetes.io/docs/concepts/services-networking/service/ */
export const serviceSpansJobs: ManifestRule = {
  code: 'SW4203',
  name: 'service-spans-jobs',
  level: 'manifest',
  severity: 'error',
  summary: 'A Service also selects the pods of a job or of a worker that does not listen.',
  because:
    'A pod without a readiness probe is ready as soon as it runs, and gets its share of the requests, which are refused.',
  check: (set) =>
    objectsOf(set, 'Service').flatMap((on) => {
      const selector = mapSelector(at(on.body, 'spec', 'selector'));
      if (selector === undefined) return [];
      const pods = set.pods.filter(
        (pod) => sameNamespace(pod.owner, on) && selects(selector, pod.labels),
      );
      const listens = pods.some((pod) =>
        longRunning(pod).some((container) => portsOf(container).length > 0),
      );
      const numeric = listAt(on.body, 'spec', 'ports').some(
        (port) => typeof scalarAt(port, 'targetPort') !== 'string',
      );
      return pods
        .filter(
          (pod) =>
            pod.life === 'ending' ||
            (listens &&
              numeric &&
              longRunning(pod).every((container) => portsOf(container).length === 0)),
        )
        .map((pod) => ({
          on,
          path: 'spec.selector',
          message: `The selector ${showSelector(selector)} also matches the pods of ${nameOf(pod.owner)}, which ${pod.life === 'ending' ? 'run to their end' : 'declare no port'}.`,
          fix: 'Add a label to the selector that only the answering pods have, such as app.kubernetes.io/component: web.',
        }));
    }),
};
