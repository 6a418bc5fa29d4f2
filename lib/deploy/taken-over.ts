/** deploy › taken over: what was applied once, and belongs to a controller since. */

import { textAt } from '../diff/read-manifest.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { type ObjectRef, groupOf, refKey, refOf } from './object-ref.ts';

/**
 * Services that Flagger leads since a Canary of these manifests was applied: it keeps one that is there already. Pruned, they
 * would be gone until it looks at the Canary again, which it does once in each interval of the analysis.
 * @see https://github.com/fluxcd/flagger/blob/v1.44.0/pkg/router/kubernetes_default.go reconcileService
 */
export function takenOver(
  refs: readonly ObjectRef[],
  manifests: readonly Manifest[],
): readonly ObjectRef[] {
  const made = new Set(manifests.filter(isCanary).flatMap(servicesOf).map(refKey));
  return refs.filter((ref) => made.has(refKey(ref)));
}

function isCanary({ apiVersion, kind }: Manifest): boolean {
  return kind === 'Canary' && groupOf(apiVersion) === 'flagger.app';
}

function servicesOf(canary: Manifest): readonly ObjectRef[] {
  const name =
    textAt(canary, 'spec', 'service', 'name') ?? textAt(canary, 'spec', 'targetRef', 'name') ?? '';
  // What it calls `-primary` nobody else ever makes.
  return [name, `${name}-canary`].map((service) => ({
    ...refOf(canary),
    apiVersion: 'v1',
    kind: 'Service',
    name: service,
  }));
}
