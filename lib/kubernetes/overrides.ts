/** kubernetes › overrides: merge patches of the description, applied to the objects they name, so that every output sees them. */

import type { Finding } from '../model/finding.ts';
import { nearestName } from '../model/nearest-name.ts';
import { isManifest } from './is-manifest.ts';
import type { Manifest, ManifestEntry } from './manifest.ts';
import { mergePatch } from './merge-patch.ts';
import { presentMembers } from './present.ts';

/** Patches by the id of an object; `web/deployment` speaks of every slot's when versions run in parallel. */
export type Overrides = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The objects with their patches; a patch that fits nothing, or leaves no object behind, is passed over (see overrideFindings). */
export function applyOverrides(
  entries: readonly ManifestEntry[],
  overrides: Overrides,
): readonly ManifestEntry[] {
  const ids = new Set(entries.map(({ id }) => id));
  // What speaks of every slot comes first, so that the patch of a single one can refine it.
  const exact = Object.keys(overrides).filter((key) => ids.has(key));
  const wide = Object.keys(overrides).filter((key) => !ids.has(key));
  return [...wide, ...exact].reduce(
    (patched, key) =>
      patched.map((entry) =>
        speaksOf(key, entry.id, ids)
          ? { id: entry.id, manifest: patchedManifest(entry.manifest, overrides[key]) }
          : entry,
      ),
    entries,
  );
}

/** The ids of which some patch speaks. */
export function overriddenIds(ids: readonly string[], overrides: Overrides): readonly string[] {
  const all = new Set(ids);
  const keys = Object.keys(overrides);
  return ids.filter((id) => keys.some((key) => speaksOf(key, id, all)));
}

/** Complaints about patches that fit no object (SW5003) or take away what makes one (SW5004). */
export function overrideFindings(
  entries: readonly ManifestEntry[],
  overrides: Overrides,
): readonly Finding[] {
  const ids = entries.map(({ id }) => id);
  return Object.entries(overrides).flatMap(([key, patch]) => {
    const meant = entries.filter(({ id }) => speaksOf(key, id, new Set(ids)));
    if (meant.length === 0) return [unknownObject(key, ids)];
    return meant.some(({ manifest }) => !isManifest(mergePatch(manifest, patch)))
      ? [noObjectLeft(key)]
      : [];
  });
}

function speaksOf(key: string, id: string, ids: ReadonlySet<string>): boolean {
  if (ids.has(key)) return key === id;
  const [process, kind, ...none] = key.split('/');
  const [owner, , own, ...rest] = id.split('/');
  return none.length === 0 && rest.length === 0 && process === owner && kind === own;
}

function patchedManifest(manifest: Manifest, patch: unknown): Manifest {
  const patched = mergePatch(manifest, patch);
  if (!isManifest(patched)) return manifest;
  const { apiVersion, kind, ...members } = patched;
  const { metadata, ...fields } = presentMembers(members);
  const inOrder = { apiVersion, kind, metadata, ...fields };
  return isManifest(inOrder) ? inOrder : manifest;
}

function unknownObject(key: string, ids: readonly string[]): Finding {
  const nearest = nearestName(key, ids);
  return {
    code: 'SW5003',
    name: 'unknown-override',
    severity: 'error',
    path: ['overrides', key].join('.'),
    message: ['There is no object `', key, '` to patch.'].join(''),
    because: 'A patch that fits nothing would be lost without a word.',
    fix: [
      ...(nearest === undefined ? [] : [['Did you mean `', nearest, '`?'].join('')]),
      ['The objects here: ', ids.join(', '), '.'].join(''),
    ].join(' '),
  };
}

function noObjectLeft(key: string): Finding {
  return {
    code: 'SW5004',
    name: 'override-leaves-no-object',
    severity: 'error',
    path: ['overrides', key].join('.'),
    message: ['The patch of `', key, '` takes away apiVersion, kind or metadata.name.'].join(''),
    because: 'Without them it is no Kubernetes object.',
    fix: 'Patch other fields; to leave an object out, change the description.',
  };
}
