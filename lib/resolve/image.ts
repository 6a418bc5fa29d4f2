/** resolve › image: puts the parts of an image together. */

import type { ImagePlan } from '../model/plan/image-plan.ts';
import type { ImageSpec } from '../model/spec/image-spec.ts';
import { changedImage } from '../units/image-reference.ts';

/** The image of a process: the service's with the process's changes. */
export function imageOf(service: ImageSpec, own: Partial<ImageSpec> | undefined): ImagePlan {
  const { repository, tag, digest, pullPolicy } = changedImage(service, own);
  return {
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    reference: `${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`,
    pullPolicy: pullPolicy ?? 'IfNotPresent',
  };
}
