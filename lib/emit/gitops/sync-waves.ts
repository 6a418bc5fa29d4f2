/** emit › gitops › argocd: the order in which Argo CD syncs where there is a migration: what it needs, it, and all else. */

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
