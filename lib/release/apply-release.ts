/** release › apply: what is released wins over what the description says of images and slots; the rest of it stays. */

import { hasSlots, hasSteps, type ReleasedImage, type ServiceRelease } from '../model/release.ts';
import type { Rollout } from '../model/rollout.ts';
import type { ImageSpec } from '../model/spec/image-spec.ts';
import type { ServiceSpec } from '../model/spec/service-spec.ts';

/** The description of an environment with its release; not yet checked, so that what is malformed stays as it is. */
export function applyRelease(spec: ServiceSpec, release: ServiceRelease): ServiceSpec {
  const released = { ...spec, image: withImage(spec.image, imageOf(release)) };
  if (!hasSlots(release) && !hasSteps(release)) return released;
  const inState = <Holder extends { readonly rollout?: Rollout }>(holder: Holder): Holder => {
    const rollout = hasSlots(release)
      ? holder?.rollout?.slots?.in(release)
      : holder?.rollout?.shares?.in(release);
    return rollout === undefined ? holder : { ...holder, rollout };
  };
  const each = <Holder extends { readonly rollout?: Rollout }>(
    holders: Readonly<Record<string, Holder>>,
  ): Readonly<Record<string, Holder>> =>
    Object.fromEntries(Object.entries(holders).map(([name, holder]) => [name, inState(holder)]));
  return inState({
    ...released,
    ...(spec.web === undefined ? {} : { web: inState(spec.web) }),
    ...(isObject(spec.webs) ? { webs: each(spec.webs) } : {}),
    ...(isObject(spec.workers) ? { workers: each(spec.workers) } : {}),
  });
}

function isObject<Value extends object>(value: Value | null | undefined): value is Value {
  return typeof value === 'object' && value !== null;
}

/** The rollouts of a description that a release decides more of than an image. */
export function stagedRollouts(spec: ServiceSpec): readonly Rollout[] {
  const holders = [
    spec,
    spec.web,
    ...Object.values(spec.webs ?? {}),
    ...Object.values(spec.workers ?? {}),
  ];
  return holders.flatMap((holder) =>
    holder?.rollout?.slots === undefined && holder?.rollout?.shares === undefined
      ? []
      : [holder.rollout],
  );
}

/**
 * The image of the service itself. Slots add to it, and one that is known by its digest alone must not get the tag of
 * another: so it is taken first.
 */
function imageOf(release: ServiceRelease): ReleasedImage {
  if (!hasSlots(release)) return release.image;
  const images = Object.values(release.slots);
  return images.find(({ tag }) => tag === undefined) ?? release.slots[release.active] ?? {};
}

function withImage(image: ImageSpec, released: ReleasedImage): ImageSpec {
  const { tag: _tag, digest: _digest, ...rest } = image;
  return { ...rest, ...released };
}
