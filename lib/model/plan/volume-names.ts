/** Derived from a ContainerPlan: names of what files and directories are mounted from. Each depends on its own path alone, so adding a file renames nothing. */

import { sha256 } from '../../text/sha256.ts';

/** Volume of the files whose text is in the description. */
export const FILES_VOLUME = 'files';

/** Longest key of a ConfigMap: apimachinery validation.IsConfigMapKey, v1.37.2. */
const LONGEST_KEY = 253;
/** Longest DNS label, which names of volumes are. */
const LONGEST_LABEL = 63;
const DIGEST_LENGTH = 8;

/** The ConfigMap that holds the files of a stack, or of a process that ends by itself. */
export function filesObjectName(objectName: string): string {
  return `${objectName}-files`;
}

/**
 * The key under which a file stands in its ConfigMap: the path with `__` for `/`, e.g. `etc__shop__logging.yaml`.
 * Other characters are written as `_x` and their UTF-8 bytes, and so is an `_` that could be read as the start of an
 * escape: the path can be read back, so no two paths have one key. Beyond 253 characters a digest stands for the path.
 */
export function fileKey(path: string): string {
  const relative = path.startsWith('/') ? path.slice(1) : `./${path}`;
  const key = Array.from(relative)
    .toReversed()
    .reduce((rest, character) => encode(character, rest), '');
  // A key may not begin with two dots, nor be a single one.
  const safe = key.startsWith('..') || key === '.' ? `_x2e${key.slice(1)}` : key;
  return safe.length <= LONGEST_KEY ? safe : `_xsha256-${sha256(path)}`;
}

function encode(character: string, rest: string): string {
  if (character === '/') return `__${rest}`;
  if (character === '_') return /^[_x]/.test(rest) ? `_x5f${rest}` : `_${rest}`;
  if (/^[A-Za-z0-9.-]$/.test(character)) return `${character}${rest}`;
  const bytes = [...new TextEncoder().encode(character)];
  return `${bytes.map((byte) => `_x${byte.toString(16).padStart(2, '0')}`).join('')}${rest}`;
}

/** Volume of a directory that may be written, e.g. `writable-tmp`. */
export function writableVolumeName(path: string): string {
  return volumeName('writable', path, path.replace(/^\//, '').replaceAll('/', '-'));
}

/** Volume of a Secret whose keys are mounted, e.g. `secret-shop-tls`. */
export function secretVolumeName(secret: string): string {
  return volumeName('secret', secret, secret);
}

/** Volume of what a driver mounts, e.g. `class-shop-db`. */
export function classVolumeName(secretClass: string): string {
  return volumeName('class', secretClass, secretClass);
}

/** Volume of a directory that one sidecar alone may write, e.g. `nginx-tmp`. */
export function sidecarVolumeName(sidecar: string, path: string): string {
  return volumeName(sidecar, path, path.replace(/^\//, '').replaceAll('/', '-'));
}

/** Volume of files that are copied for a proxy, by the path prefix clients ask for, e.g. `assets-static`. */
export function assetsVolumeName(prefix: string): string {
  return volumeName('assets', prefix, prefix.replaceAll(/^\/|\/$/g, '').replaceAll('/', '-'));
}

/** Volume of a pod that the service describes, by its name there, e.g. `volume-uploads`. */
export function describedVolumeName(volume: string): string {
  return `volume-${volume}`;
}

/** Claims of each pod are called after it and the pod, e.g. `data-shop-web-0`; what could be taken for another volume is told apart. */
export function perPodVolumeName(volume: string): string {
  return /^(?:files$|(?:volume|writable|secret|assets|nginx)-)/.test(volume)
    ? describedVolumeName(volume)
    : volume;
}

/** The readable name where nothing had to be changed; else what is left of it and a digest of the original. */
function volumeName(prefix: string, original: string, readable: string): string {
  const name = `${prefix}-${readable}`;
  const exact = prefix === 'secret' || prefix === 'class' || !original.includes('-');
  if (exact && name.length <= LONGEST_LABEL && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return name;
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const room = LONGEST_LABEL - DIGEST_LENGTH - 1;
  return `${slug.slice(0, room).replace(/-$/, '')}-${sha256(original).slice(0, DIGEST_LENGTH)}`;
}
