/** release › images as text: how an image is named in messages, and whether two are the same. */

import type { ReleasedImage } from '../model/release.ts';

/** `1.5.0`, `1.5.0@sha256:9f86d081884c`, or `sha256:9f86d081884c`. */
export function imageText({ tag, digest }: ReleasedImage): string {
  const short = digest?.replace(/^(\w+:.{12}).*$/s, '$1') ?? '';
  if (tag === undefined) return short;
  return digest === undefined ? tag : `${tag}@${short}`;
}

/** Whether the same image would run. */
export function isSameImage(a: ReleasedImage, b: ReleasedImage): boolean {
  return a.tag === b.tag && a.digest === b.digest;
}
