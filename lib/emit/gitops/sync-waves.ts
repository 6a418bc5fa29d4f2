/** emit › gitops › argocd: the order in which Argo CD syncs where there is a migration: what it needs, it, and all else. */

import { isRecord } from '../../kubernetes/is-manifest.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';
import type { GitOpsInput, TreePatch } from './gitops.ts';

/** Argo CD goes on to the next wave when everything in one is healthy; a Job is when it is complete. @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/ */
const WAVE = 'argocd.argoproj.io/sync-wave';
/** What a Job's pods need to start, and what pods need to be let in. */
const NEEDED = [
  'Namespace',
  'ServiceAccount',
  'ConfigMap',
  'Secret',
  'NetworkPolicy',
  'ExternalSecret',
  'SealedSecret',
  'SecretProviderClass',
] as const;

/** Waves by annotations; none where nothing is migrated. Kinds that others bring stay in wave 0. */
export function syncWaves({ manifests }: GitOpsInput): readonly TreePatch[] {
  const kinds = new Set(manifests.map(({ kind }) => kind));
  if (!kinds.has('Job')) return [];
  const wave = (kind: string, number: number): TreePatch => ({
    kind,
    annotations: { [WAVE]: String(number) },
  });
  return [
    ...NEEDED.filter((kind) => kinds.has(kind)).map((kind) => wave(kind, -2)),
    wave('Job', -1),
  ];
}

/**
 * A claim that the migration mounts comes in its wave, any other with all else: most classes bind a claim at its first pod,
 * and until then Argo CD waits for it, so that a wave of its own would never end.
 * @see https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode
 */
export function claimWaves({ manifests }: GitOpsInput): readonly TreePatch[] {
  const mounted = new Set(manifests.filter(({ kind }) => kind === 'Job').flatMap(claimsIn));
  return manifests
    .filter(({ kind, metadata }) => kind === CLAIM && mounted.has(metadata.name))
    .map(({ metadata: { name } }) => ({ kind: CLAIM, name, annotations: { [WAVE]: '-1' } }));
}

const CLAIM = 'PersistentVolumeClaim';

/** Names of the claims that the pods of a Job mount. */
function claimsIn(job: Manifest): readonly string[] {
  const volumes = at(job, 'spec', 'template', 'spec', 'volumes');
  return (Array.isArray(volumes) ? volumes : []).flatMap((volume: unknown) => {
    const name = at(volume, 'persistentVolumeClaim', 'claimName');
    return typeof name === 'string' ? [name] : [];
  });
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (isRecord(found) ? found[key] : undefined), value);
}
