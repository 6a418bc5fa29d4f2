/** Manifest rule: a Service sends to a port name its pods declare. */

import { at, listAt, scalarAt, textAt } from '../manifests/data.ts';
import { nameOf, objectsOf, sameNamespace } from '../manifests/manifest-set.ts';
import { longRunning, portNamesOf, portsOf } from '../manifests/pod-template.ts';
import { mapSelector, selects } from '../manifests/selector.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4102. @see https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports */
export const targetPortUnknown: ManifestRule = {
  code: 'SW4102',
  name: 'target-port-unknown',
  level: 'manifest',
  severity: 'error',
  summary: 'A Service sends to a port name that its pods do not declare.',
  because:
    'The endpoint is written without that port, so the Service refuses connections; neither schema nor API server compares the two.',
  check: (set) =>
    objectsOf(set, 'Service').flatMap((on) => {
      const selector = mapSelector(at(on.body, 'spec', 'selector'));
      if (selector === undefined) return [];
      const pods = set.pods.filter(
        (pod) =>
          pod.life === 'running' && sameNamespace(pod.owner, on) && selects(selector, pod.labels),
      );
      return listAt(on.body, 'spec', 'ports').flatMap((port) => {
        const target = scalarAt(port, 'targetPort');
        const protocol = textAt(port, 'protocol') ?? 'TCP';
        if (typeof target !== 'string') return [];
        return pods
          .filter(
            (pod) =>
              !longRunning(pod)
                .flatMap(portsOf)
                .some((declared) => declared.name === target && declared.protocol === protocol),
          )
          .map((pod) => ({
            on,
            path: `spec.ports[${textAt(port, 'name') ?? String(scalarAt(port, 'port') ?? '')}].targetPort`,
            message: `targetPort ${target} (${protocol}) is not a port name of ${nameOf(pod.owner)}; it declares ${portNamesOf(longRunning(pod))}.`,
            fix: `Name a declared port, or add { name: ${target}, containerPort: … } to the container that listens.`,
          }));
      });
    }),
};
