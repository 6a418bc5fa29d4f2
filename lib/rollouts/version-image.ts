/** rollouts: the image of one of two versions that stand side by side. */

import * as v from 'valibot';
import type { ImageSpec } from '../model/spec/image-spec.ts';
import { textOf } from '../model/unit-shape.ts';
import { parseObjectName } from '../units/dns-name.ts';
import { parseImageDigest, parseImageReference, parseImageTag } from '../units/image-reference.ts';

/** The shape of what differs from the image of the service. @internal */
export const versionImageShape = v.strictObject({
  repository: v.optional(textOf(parseImageReference)),
  tag: v.optional(textOf(parseImageTag)),
  digest: v.optional(textOf(parseImageDigest)),
  pullPolicy: v.optional(v.picklist(['Always', 'IfNotPresent', 'Never'])),
  pullSecrets: v.optional(v.array(textOf((text) => parseObjectName('Secret', text)))),
});

/** Whether two versions are one: digests decide where both have one. */
export function isSameImage(a: ImageSpec, b: ImageSpec): boolean {
  if (a.digest !== undefined && b.digest !== undefined) return a.digest === b.digest;
  return a.repository === b.repository && a.tag === b.tag && a.digest === b.digest;
}

/** An image as complaints name it. */
export function shownImage({ repository, tag, digest }: ImageSpec): string {
  return `${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}
