// The objects under test: what slipway makes of a description, nothing added and nothing taken away.
import type { Service } from '../../../lib/index.ts';
import { resolve } from '../../../lib/index.ts';
import { lower } from '../../../lib/kubernetes/lower.ts';
import { seal } from '../../../lib/kubernetes/seal.ts';
import type { KubernetesObject } from '../../support/kubernetes-object.ts';
import { isKubernetesObject } from '../../support/kubernetes-object.ts';

/**
 * The objects of a service in one environment.
 * @throws Error with the complaints when the description is refused: a mistake in the test.
 */
export function synthesised(service: Service, environment: string): readonly KubernetesObject[] {
  const readText = (path: string): never => {
    throw new Error(`nothing is read from files here, and ${path} was asked for`);
  };
  const { plan, diagnostics } = resolve(service, environment, { readText });
  if (plan === undefined)
    throw new Error(diagnostics.map((each) => JSON.stringify(each)).join('\n'));
  return seal(lower(plan)).map(({ manifest }) => {
    const object: unknown = JSON.parse(JSON.stringify(manifest));
    if (!isKubernetesObject(object)) throw new Error(`not an object: ${JSON.stringify(manifest)}`);
    return object;
  });
}
