/** resolve › image: puts the parts of an image together. */

import type { ImagePlan } from '../model/plan/image-plan.ts';
import type { ImageSpec } from '../model/spec/image-spec.ts';
import { changedImage } from '../units/image-reference.ts';
import type { Context } from './context.ts';
import type { AuthoredProcess } from './processes.ts';

/** The image of a process, and where each part of it was said; `service` is another one than the service's where a rollout chose it. */
export function tracedImage(
  { spec, trace }: Pick<Context, 'spec' | 'trace'>,
  at: string,
  process: Pick<AuthoredProcess, 'path' | 'spec'>,
  service: ImageSpec = spec.image,
): ImagePlan {
  const own = process.spec.image;
  const plan = imageOf(service, own);
  if (service !== spec.image) trace.derive(at, undefined, BY_ROLLOUT);
  else {
    for (const part of ['repository', 'tag', 'digest'] as const) {
      const from = own?.[part] === undefined ? 'image' : `${process.path}.image`;
      if (plan[part] !== undefined) trace.spec(`${at}.${part}`, undefined, `${from}.${part}`);
    }
    trace.derive(`${at}.reference`, undefined, 'repository, tag and digest in one');
  }
  trace.choose(
    `${at}.pullPolicy`,
    own?.pullPolicy === undefined
      ? { value: service.pullPolicy, from: 'image.pullPolicy' }
      : { value: own.pullPolicy, from: `${process.path}.image.pullPolicy` },
    { value: plan.pullPolicy, because: 'an image that has a version is pulled once on each node' },
  );
  return plan;
}

/** Why an image is another one than that of the service. */
export const BY_ROLLOUT = 'that of the version, as `rollout` says';

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
