/** Manifest rule: what runs is named by something that stays the same. */

import { textAt } from '../manifests/data.ts';
import type { ManifestRule } from '../rule.ts';
import { isFloating, parseImageReference } from '../../units/image-reference.ts';

/** SW4301. @see https://kubernetes.io/docs/concepts/containers/images/#image-names */
export const imageTagMutable: ManifestRule = {
  code: 'SW4301',
  name: 'image-tag-mutable',
  level: 'manifest',
  severity: 'error',
  saidByPlan: 'SW2332',
  summary: 'An image has no tag, the tag latest, or a name that cannot be read.',
  because:
    'Pods of one release may run different code, a restart may deploy, and going back to the previous manifest brings back nothing.',
  check: (set) =>
    set.pods.flatMap((pod) =>
      pod.containers.flatMap((container) => {
        const image = textAt(container.body, 'image') ?? '';
        const reference = parseImageReference(image);
        const base = { on: pod.owner, path: `${container.path}.image` };
        if (!reference.ok) {
          return [
            {
              ...base,
              message: `Container ${container.name}: ${reference.problem}.`,
              fix: 'Write repository:tag, repository@digest or both.',
            },
          ];
        }
        if (!isFloating(reference.value)) return [];
        return [
          {
            ...base,
            message: `Container ${container.name} runs ${image}, ${reference.value.tag === undefined ? 'which has no tag and means latest' : 'whose tag moves with every build'}.`,
            fix: 'Name the tag of the build, or better its digest (repository@sha256:…).',
          },
        ];
      }),
    ),
};
