/** constructs › outside: what final objects may refer to although nobody makes it here. */

import type { ServicePlan } from '../model/plan/service-plan.ts';
import type { OutsideObjects } from '../rules/manifests/manifest-set.ts';

/** What the description itself says that others make. */
export function outsideOf({ kubernetes, secrets, volumes }: ServicePlan): OutsideObjects {
  const all = Object.values(volumes);
  return {
    kubernetes,
    secrets: secrets.map(({ name }) => name),
    configMaps: all.flatMap((volume) =>
      volume.kind === 'projected'
        ? volume.sources.flatMap((source) => (source.kind === 'configMap' ? [source.name] : []))
        : [],
    ),
    claims: all.flatMap((volume) =>
      volume.kind === 'claim' && volume.request === undefined ? [volume.claimName] : [],
    ),
  };
}
