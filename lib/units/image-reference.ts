/** Layer 0: names of container images, by the grammar of the distribution project; nothing is filled in silently. */
import { type Parsed, accepted, refused, show } from './parsed.ts';

/** The parts of an image's name, as written: no default registry, no `library/`, no `latest` is added. */
export interface ImageReference {
  /** Registry host with optional port, when the text names one. */
  readonly domain?: string;
  /** Repository path within the registry: `acme/shop`. */
  readonly path: string;
  readonly tag?: string;
  /** `sha256:…`: pins the exact image whatever the tag says. */
  readonly digest?: string;
}

const DOMAIN_LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = new RegExp(
  `^(?:${DOMAIN_LABEL}(?:\\.${DOMAIN_LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`,
);
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const PATH = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;

/**
 * Reads `[domain[:port]/]path[:tag][@digest]`. The first component is a registry if it has a '.', a ':', or is `localhost`.
 * @see https://github.com/distribution/reference/blob/v0.6.0/regexp.go
 * @example parseImageReference('ghcr.io/acme/shop:1.4.2')
 */
export function parseImageReference(text: string): Parsed<ImageReference> {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const beforeDigest = at < 0 ? text : text.slice(0, at);
  const colon = beforeDigest.lastIndexOf(':');
  const tagged = colon > beforeDigest.lastIndexOf('/');
  const tag = tagged ? beforeDigest.slice(colon + 1) : undefined;
  const repository = parseRepository(tagged ? beforeDigest.slice(0, colon) : beforeDigest, text);
  if (!repository.ok) return repository;
  if (tag !== undefined && !TAG.test(tag)) {
    return refused(
      `${show(tag)} in the image ${show(text)} is not a tag: 1 to 128 letters, digits, '_', '.' and '-', beginning with a letter, digit or '_'`,
    );
  }
  if (digest !== undefined && !DIGEST.test(digest)) {
    return refused(
      `${show(digest)} in the image ${show(text)} is not a digest: 'sha256:' and 64 small hexadecimal digits are expected`,
    );
  }
  return accepted({
    ...repository.value,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  });
}

/** Reads a tag on its own, as it is given beside a repository. */
export function parseImageTag(text: string): Parsed<string> {
  if (TAG.test(text)) return accepted(text);
  return refused(
    `${show(text)} is not an image tag: 1 to 128 letters, digits, '_', '.' and '-', beginning with a letter, digit or '_'`,
  );
}

/** Reads a digest on its own: `sha256:` and 64 small hexadecimal digits (sha384 and sha512 likewise). */
export function parseImageDigest(text: string): Parsed<string> {
  if (DIGEST.test(text)) return accepted(text);
  return refused(
    `${show(text)} is not an image digest: 'sha256:' and 64 small hexadecimal digits are expected`,
  );
}

/** Prints the reference, the same text it was read from. */
export function formatImageReference({ domain, path, tag, digest }: ImageReference): string {
  return `${domain === undefined ? '' : `${domain}/`}${path}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** True if what runs can change under the same name: no digest, and the tag is `latest` or missing (which means `latest`). */
export function isFloating({ tag, digest }: ImageReference): boolean {
  return digest === undefined && (tag === undefined || tag === 'latest');
}

function parseRepository(
  name: string,
  text: string,
): Parsed<Pick<ImageReference, 'domain' | 'path'>> {
  const where = `in the image ${show(text)}`;
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isDomain = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const path = isDomain ? name.slice(slash + 1) : name;
  if (text.includes('://')) return refused(`${show(text)} is not an image: leave out the scheme`);
  if (isDomain && !DOMAIN.test(first)) {
    return refused(
      `${show(first)} ${where} is not a registry: a host name with an optional port is`,
    );
  }
  // An image of Docker Hub without a namespace is looked up under library/.
  if (path.length > (isDomain || slash >= 0 ? 255 : 247)) {
    return refused(
      `the repository ${where} has ${path.length} characters: at most 255 are possible`,
    );
  }
  if (/^[a-f0-9]{64}$/.test(text)) {
    return refused(`${show(text)} is an image ID: a name is needed, as in 'repository@sha256:…'`);
  }
  if (PATH.test(path)) return accepted(isDomain ? { domain: first, path } : { path });
  const rule = PATH.test(path.toLowerCase())
    ? 'it must be in lower case'
    : `components of a-z and 0-9, joined inside by '.', '_', '__' or '-', and separated by '/'`;
  return refused(`${show(path)} ${where} is not a repository: ${rule}`);
}

/** What tells one build of an image from another. */
interface Version {
  readonly repository?: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** The image with changes: a new tag or repository drops the digest of the image it replaces, which would win over the tag. */
export function changedImage<T extends Version>(image: T, change: Partial<T> | undefined): T {
  const changed = { ...image };
  if (change?.tag !== undefined || change?.repository !== undefined) {
    Reflect.deleteProperty(changed, 'digest');
  }
  return Object.assign(changed, change);
}
