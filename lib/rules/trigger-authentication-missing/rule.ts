/** Manifest rule: what a trigger logs in with is there. */

import { at, listAt, textAt } from '../manifests/data.ts';
import { objectsOf, sameNamespace } from '../manifests/manifest-set.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4115. @see https://keda.sh/docs/latest/concepts/authentication/ */
export const triggerAuthenticationMissing: ManifestRule = {
  code: 'SW4115',
  name: 'trigger-authentication-missing',
  level: 'manifest',
  severity: 'error',
  summary: 'A trigger logs in with a TriggerAuthentication that is not there.',
  because:
    'KEDA reports that it cannot build the scaler and leaves the workload as it is; nothing refuses the objects.',
  check: (set) =>
    objectsOf(set, 'ScaledObject', 'ScaledJob').flatMap((on) =>
      listAt(on.body, 'spec', 'triggers').flatMap((trigger, index) => {
        const reference = at(trigger, 'authenticationRef');
        const kind = textAt(reference, 'kind') ?? 'TriggerAuthentication';
        const name = textAt(reference, 'name');
        // Cluster-wide ones are made by whoever runs KEDA.
        if (name === undefined || kind !== 'TriggerAuthentication') return [];
        const known = objectsOf(set, kind).filter((object) => sameNamespace(object, on));
        if (known.some((object) => object.name === name)) return [];
        return [
          {
            on,
            path: `spec.triggers[${index}].authenticationRef`,
            message: `TriggerAuthentication/${name} is not among these objects; in this namespace there are: ${known.map((object) => object.name).join(', ') || 'none'}.`,
            fix: 'Correct the name; if it is made elsewhere, silence this rule with that reason.',
          },
        ];
      }),
    ),
};
