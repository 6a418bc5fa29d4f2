/** cli › objects: everything a bundle would write into a cluster, with the environment it belongs to. */

import { isManifest, type Bundle, type PlacedObject } from '../index.ts';

/** All objects of services and of charts beside them. */
export function objectsOf({ services, charts = [] }: Bundle): readonly PlacedObject[] {
  const placed = (environment: string) => (manifest: unknown) =>
    isManifest(manifest) ? [{ environment, manifest }] : [];
  return [
    ...services.flatMap(({ environment, manifests }) => manifests.flatMap(placed(environment))),
    ...charts.flatMap(({ manifests }) => manifests.flatMap(placed(''))),
  ];
}
