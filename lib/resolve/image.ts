/** resolve › image: puts the parts of an image together. */

import type { ImagePlan } from '../model/plan/image-plan.ts';
import type { ImageSpec } from '../model/spec/image-spec.ts';

/** The image of a process: the service's with the process's changes; a new tag drops the inherited digest. */
export function imageOf(service: ImageSpec, own: Partial<ImageSpec> | undefined): ImagePlan {
  const inherited =
    own?.tag !== undefined || own?.repository !== undefined ? withoutDigest(service) : service;
  const { repository, tag, digest, pullPolicy } = { ...inherited, ...own };
  return {
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    reference: `${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`,
    pullPolicy: pullPolicy ?? 'IfNotPresent',
  };
}

function withoutDigest({ digest: _digest, ...rest }: ImageSpec): ImageSpec {
  return rest;
}
