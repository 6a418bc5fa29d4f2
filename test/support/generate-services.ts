/** Test support: the objects of generated services, the same for a given count, for tools that judge objects. */

import fc from 'fast-check';
import type { KubernetesObject } from './kubernetes-object.ts';
import { isKubernetesObject } from './kubernetes-object.ts';
import { serviceArbitrary } from './service-arbitrary.ts';
import { synthesise } from './synthesise.ts';

/** Lists of objects, one for the first environment of each of so many generated services that have no errors. */
export function generatedManifests(count: number): readonly (readonly KubernetesObject[])[] {
  // More are drawn than asked for: some generated descriptions are refused, as they should be.
  const services = fc.sample(serviceArbitrary, { numRuns: count * 2, seed: 20_261_122 });
  return services
    .flatMap((service) => synthesise(service).slice(0, 1))
    .slice(0, count)
    .map(({ entries }) => entries.map(({ manifest }) => asWritten(manifest)));
}

/** As it is read from a file: what is undefined is not there. */
function asWritten(manifest: unknown): KubernetesObject {
  const read: unknown = JSON.parse(JSON.stringify(manifest));
  if (!isKubernetesObject(read)) throw new Error(`not an object: ${JSON.stringify(manifest)}`);
  return read;
}
