/** emit › gitops › claims: what a tool must find on claims that outlive their description. */

import { KEEP, RESOURCE_POLICY } from '../../kubernetes/claim.ts';
import type { GitOpsInput, TreePatch } from './gitops.ts';

/** The annotations of a tool on every claim that is kept. */
export function keptClaims(
  { manifests }: GitOpsInput,
  annotations: TreePatch['annotations'],
): readonly TreePatch[] {
  return manifests
    .filter(
      ({ kind, metadata }) =>
        kind === 'PersistentVolumeClaim' && metadata.annotations?.[RESOURCE_POLICY] === KEEP,
    )
    .map(({ kind, metadata: { name } }) => ({ kind, name, annotations }));
}
