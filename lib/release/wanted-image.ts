/** release › wanted image: reads the image of a command line, which must be one of the repository that is described. */

import type { ReleasedImage } from '../model/release.ts';
import {
  formatImageReference,
  parseImageDigest,
  parseImageReference,
  parseImageTag,
} from '../units/image-reference.ts';
import { type Parsed, accepted, refused, show } from '../units/parsed.ts';

/**
 * Reads `ghcr.io/acme/shop:1.5.0`, `ghcr.io/acme/shop@sha256:…`, both at once, or the part after the repository alone
 * (`1.5.0`, `:1.5.0`, `@sha256:…`). Another repository, `latest`, and an image without tag and digest are refused.
 */
export function parseWantedImage(text: string, repository: string): Parsed<ReleasedImage> {
  const read = /^[^/:@]+$/.test(text) && !repository.endsWith(`/${text}`) ? `:${text}` : text;
  const parsed = /^[:@]/.test(read) ? suffix(read) : whole(read, repository);
  if (!parsed.ok) return parsed;
  const { tag, digest } = parsed.value;
  if (tag === undefined && digest === undefined) {
    return refused(`${show(text)} has neither tag nor digest: which version is meant?`);
  }
  if (tag === 'latest' && digest === undefined) {
    return refused('`latest` names another image each time: give a version, or add the digest');
  }
  return parsed;
}

function suffix(text: string): Parsed<ReleasedImage> {
  const [, tag, digest] = /^(?::([^@]*))?(?:@(.*))?$/.exec(text) ?? [];
  const readTag = tag === undefined ? undefined : parseImageTag(tag);
  if (readTag?.ok === false) return readTag;
  const readDigest = digest === undefined ? undefined : parseImageDigest(digest);
  if (readDigest?.ok === false) return readDigest;
  return accepted({
    ...(readTag === undefined ? {} : { tag: readTag.value }),
    ...(readDigest === undefined ? {} : { digest: readDigest.value }),
  });
}

function whole(text: string, repository: string): Parsed<ReleasedImage> {
  const parsed = parseImageReference(text);
  if (!parsed.ok) return parsed;
  const { tag, digest, ...name } = parsed.value;
  const named = formatImageReference(name);
  if (named !== repository) {
    return refused(
      `${show(named)} is not the repository that is described, ${show(repository)}; a release chooses a version, the repository is changed in the description`,
    );
  }
  return accepted({
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  });
}
