/** Manifest rule: Services that Flagger makes are left to it, and its target is one it can copy. */

import { mapAt, textAt } from '../manifests/data.ts';
import { findBeside, nameOf, objectsOf } from '../manifests/manifest-set.ts';
import { servicesMadeBy } from '../manifests/services-made.ts';
import type { ManifestRule } from '../rule.ts';

/** Flagger's default of `-selector-labels`. @see https://github.com/fluxcd/flagger/blob/v1.44.0/cmd/flagger/main.go */
const SELECTOR_LABELS = ['app', 'name', 'app.kubernetes.io/name'];

/** SW4411. @see https://github.com/fluxcd/flagger/blob/v1.44.0/pkg/canary/deployment_controller.go getSelectorLabel */
export const serviceOfCanary: ManifestRule = {
  code: 'SW4411',
  name: 'service-of-canary',
  level: 'manifest',
  severity: 'error',
  summary: 'A Service or Deployment does not go together with the Canary of Flagger beside it.',
  because:
    'Flagger makes the Services of its Canary and tells its copies by a label: a second author of a Service moves requests back and forth, and without the label nothing is rolled out.',
  check: (set) =>
    objectsOf(set, 'Canary')
      .filter(({ group }) => group === 'flagger.app')
      .flatMap((on) => {
        const services = servicesMadeBy(on).flatMap(
          (name) => findBeside(set, on, 'Service', name) ?? [],
        );
        const kind = textAt(on.body, 'spec', 'targetRef', 'kind') ?? 'Deployment';
        const name = textAt(on.body, 'spec', 'targetRef', 'name') ?? '';
        const target = findBeside(set, on, kind, name);
        const labels = mapAt(target?.body, 'spec', 'selector', 'matchLabels');
        return [
          ...services.map((service) => ({
            on,
            path: 'spec.service',
            message: `${nameOf(service)} is applied, and Flagger makes a Service of this name.`,
            fix: 'Remove the Service: clients find the one Flagger makes by the same name.',
          })),
          ...(target === undefined
            ? [
                {
                  on,
                  path: 'spec.targetRef',
                  message: `${kind}/${name} is not among these objects.`,
                  fix: 'Correct kind and name of the target.',
                },
              ]
            : SELECTOR_LABELS.some((label) => label in labels)
              ? []
              : [
                  {
                    on,
                    path: 'spec.targetRef',
                    message: `The selector of ${nameOf(target)} has none of the labels by which Flagger tells copies: ${SELECTOR_LABELS.join(', ')}.`,
                    fix: 'Add the label `app` to the selector and to the pods.',
                  },
                ]),
        ];
      }),
};
