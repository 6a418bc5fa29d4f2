/** Manifest rule: network policies open the ports of containers, not those of Services. */

import { dataAt, listAt, scalarAt } from '../manifests/data.ts';
import { objectsOf, sameNamespace } from '../manifests/manifest-set.ts';
import { longRunning, portNamesOf, portsOf } from '../manifests/pod-template.ts';
import { labelSelector, selects } from '../manifests/selector.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4112. @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export const networkPolicyPortUnknown: ManifestRule = {
  code: 'SW4112',
  name: 'network-policy-port-unknown',
  level: 'manifest',
  severity: 'warning',
  summary: 'A network policy lets traffic in on a port that its pods do not declare.',
  because:
    'Policies are applied behind the Service, to the port of the container: opening the port of the Service leaves the container’s closed.',
  check: (set) =>
    objectsOf(set, 'NetworkPolicy').flatMap((on) => {
      const selector = labelSelector(dataAt(on.body, 'spec')['podSelector']);
      const pods = set.pods.filter(
        (pod) =>
          selector !== undefined && sameNamespace(pod.owner, on) && selects(selector, pod.labels),
      );
      const containers = pods.flatMap(longRunning);
      const declared = containers.flatMap(portsOf);
      if (declared.length === 0) return [];
      return listAt(on.body, 'spec', 'ingress')
        .flatMap((rule) => listAt(rule, 'ports'))
        .flatMap((body) => {
          const port = scalarAt(body, 'port');
          if (
            port === undefined ||
            declared.some((known) => known.port === port || known.name === port)
          )
            return [];
          // A range covers ports; it is right when it covers one that is declared.
          const end = scalarAt(body, 'endPort');
          if (
            typeof port === 'number' &&
            typeof end === 'number' &&
            declared.some((known) => known.port >= port && known.port <= end)
          )
            return [];
          return [
            {
              on,
              path: 'spec.ingress',
              message: `Port ${port} is let in, but the selected pods declare ${portNamesOf(containers)} (${declared.map((known) => known.port).join(', ')}).`,
              fix: 'Name the container port.',
            },
          ];
        });
    }),
};
