// The objects under test: what slipway makes of a description, nothing added and nothing taken away.
import type { Service } from '../../../lib/index.ts';
import type { KubernetesObject } from '../../support/kubernetes-object.ts';
import { isKubernetesObject } from '../../support/kubernetes-object.ts';
import { synthesise } from '../../support/synthesise.ts';

/**
 * The objects of a service in one environment.
 * @throws Error when the description is refused: a mistake in the test.
 */
export function synthesised(service: Service, environment: string): readonly KubernetesObject[] {
  const found = synthesise(service).find((candidate) => candidate.environment === environment);
  if (found === undefined) throw new Error(`${service.name} has errors in ${environment}`);
  return found.entries.map(({ manifest }) => {
    const object: unknown = JSON.parse(JSON.stringify(manifest));
    if (!isKubernetesObject(object)) throw new Error(`not an object: ${JSON.stringify(manifest)}`);
    return object;
  });
}
