/** diff › stored: what happens to what pods store, when their StatefulSet is gone or has fewer pods. */

import type { Manifest } from '../kubernetes/manifest.ts';
import type { Effect, ObjectPair } from './change.ts';
import { podsOf } from './pods-of.ts';
import { itemsAt, textAt } from './read-manifest.ts';

/** Effects on the claims of the pods of a StatefulSet. */
export function storedEffects({ before, after, beside }: ObjectPair): readonly Effect[] {
  if (before === undefined) return [];
  const claims = claimsOf(before);
  if (claims === '') return [];
  if (after === undefined) {
    return deletes(before, 'whenDeleted')
      ? [
          {
            kind: 'dataLoss',
            says: `every claim ${claims} of its pods is deleted with it (whenDeleted: Delete).`,
            wayOut:
              'Set claims.whenDeleted to Retain and deploy that first: the controller then lets go of the claims.',
            destructive: true,
          },
        ]
      : [{ kind: 'resources', says: `the claims ${claims} of its pods stay, and are paid for.` }];
  }
  const [was, is] = [podsOf(before, beside.before), podsOf(after, beside.after)];
  if (is.max >= was.max) return [];
  const fewer = `with ${is.max} pods instead of ${was.max}`;
  return deletes(after, 'whenScaled')
    ? [
        {
          kind: 'dataLoss',
          says: `the claims ${claims} of pods that go are deleted, ${fewer} (whenScaled: Delete).`,
          wayOut: 'Set claims.whenScaled to Retain, or move the data of those pods before.',
          destructive: true,
        },
      ]
    : [
        {
          kind: 'resources',
          says: `the claims ${claims} of pods that go stay, ${fewer}; a pod that comes back finds its own.`,
        },
      ];
}

/** Whether claims are deleted at that event. @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention */
export function deletes(statefulSet: unknown, event: 'whenDeleted' | 'whenScaled'): boolean {
  return textAt(statefulSet, 'spec', 'persistentVolumeClaimRetentionPolicy', event) === 'Delete';
}

/** Names of the claims of each pod, as `data-db-*`; empty where pods have none of their own. */
function claimsOf({ spec, metadata: { name } }: Manifest): string {
  return itemsAt({ spec }, 'spec', 'volumeClaimTemplates')
    .map((claim) => `\`${textAt(claim, 'metadata', 'name') ?? ''}-${name}-*\``)
    .join(' and ');
}
