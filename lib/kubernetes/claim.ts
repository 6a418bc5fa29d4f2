/** kubernetes › PersistentVolumeClaim: what the service stores beyond its pods. */

import type { k8s } from 'cdk8s-plus-28';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import type { ClaimRequestPlan } from '../model/plan/volume-plan.ts';
import { namespaced } from './entry.ts';
import type { ManifestEntry } from './manifest.ts';
import type { Plain } from './plain.ts';

/**
 * The claim outlives its release: Helm leaves it, Argo CD does when an application is deleted, and so does all that reads
 * it here. @see https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource
 */
export const RESOURCE_POLICY = 'helm.sh/resource-policy';
/** Its value on a claim that is kept. */
export const KEEP = 'keep';

/** The claims of a service: `claim/uploads`. Whoever made one that exists already keeps it. */
export function lowerClaims(plan: ServicePlan): readonly ManifestEntry[] {
  return Object.entries(plan.volumes).flatMap(([name, volume]) =>
    volume.kind === 'claim' && volume.request !== undefined
      ? [
          namespaced(
            plan,
            ['claim', name],
            { name: volume.claimName, annotations: volume.keep ? { [RESOURCE_POLICY]: KEEP } : {} },
            {
              apiVersion: 'v1',
              kind: 'PersistentVolumeClaim',
              spec: lowerClaimRequest(volume.request),
            },
          ),
        ]
      : [],
  );
}

/** What a claim asks for. */
export function lowerClaimRequest({
  accessMode,
  size,
  storageClass,
}: ClaimRequestPlan): Plain<k8s.PersistentVolumeClaimSpec> {
  return {
    accessModes: [accessMode],
    resources: { requests: { storage: size } },
    storageClassName: storageClass,
  };
}
