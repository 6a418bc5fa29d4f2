/** Plan rule: it is said which image exactly runs. */

import { imagesOf, processesOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2331. @see https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy */
export const imageNotPinned: PlanRule = {
  code: 'SW2331',
  name: 'image-not-pinned',
  level: 'plan',
  severity: 'note',
  summary: 'An image is named by a tag alone.',
  because:
    'A tag can be pushed again: pods that start later then run other code than those that are there, and a rollback may not bring back what ran before.',
  check: (plan) => {
    const images = processesOf(plan).flatMap(imagesOf);
    const unpinned = [
      ...new Set(
        images.filter(({ digest }) => digest === undefined).map(({ reference }) => reference),
      ),
    ];
    return unpinned.length === 0
      ? []
      : [
          {
            path: 'image.digest',
            message: `${unpinned.join(', ')} ${unpinned.length === 1 ? 'has' : 'have'} no digest.`,
            fix: 'Add image.digest, which a build prints when it pushes (sha256:…); the tag may stay beside it.',
          },
        ];
  },
};
