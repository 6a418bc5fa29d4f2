/** Test support: the objects of generated services, the same for a given count, for tools that judge objects. */

import fc from 'fast-check';
import { serviceArbitrary } from './service-arbitrary.ts';
import { synthesise } from './synthesise.ts';

/** Lists of objects, one for each environment of so many generated services that have no errors. */
export function generatedManifests(count: number): readonly (readonly unknown[])[] {
  // More are drawn than asked for: some generated descriptions are refused, as they should be.
  const services = fc.sample(serviceArbitrary, { numRuns: count * 2, seed: 20_261_122 });
  return services
    .flatMap((service) => synthesise(service).slice(0, 1))
    .slice(0, count)
    .map(({ entries }) => entries.map(({ manifest }) => manifest));
}
