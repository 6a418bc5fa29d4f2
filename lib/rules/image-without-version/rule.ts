/** Plan rule: an image names one version. */

import { isFloating, parseImageReference } from '../../units/image-reference.ts';
import { imagesOf, processesOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2332. @see https://kubernetes.io/docs/concepts/containers/images/#image-names */
export const imageWithoutVersion: PlanRule = {
  code: 'SW2332',
  name: 'image-without-version',
  level: 'plan',
  severity: 'error',
  summary: 'An image has neither tag nor digest, or the tag latest.',
  because:
    'Pods of one release may run different code, a restart may deploy, and going back to the previous manifests brings back nothing.',
  check: (plan) => {
    const floating = new Set(
      processesOf(plan)
        .flatMap(imagesOf)
        .map(({ reference }) => reference)
        .filter(floats),
    );
    return [...floating].map((reference) => ({
      path: 'image.tag',
      message: `${reference} does not say which version is meant.`,
      fix: 'Set image.tag to the tag of the build, or better image.digest to what the build pushed.',
    }));
  },
};

function floats(reference: string): boolean {
  const parsed = parseImageReference(reference);
  return parsed.ok && isFloating(parsed.value);
}
