// A described service, reduced to what routing reads, with pods behind it.
import { defineService, http, resolve, type ServiceSpec } from '../../../lib/index.ts';
import type { ApiClient } from '../../support/api-client.ts';
import { isKubernetesObject, type KubernetesObject } from '../../support/kubernetes-object.ts';
import { noFiles, synthesise } from '../../support/synthesise.ts';
import { apply, isRouting } from './apply.ts';
import { type Addressed, applyEndpoints } from './pods.ts';

/** What a case says of a service beside its name. */
export type Said = Partial<Omit<ServiceSpec, 'name'>>;

/** Labels of the pods of a service, of a slot where there are two. */
export function labelsOf(name: string, slot?: string): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/component': 'web',
    ...(slot === undefined ? {} : { slot }),
  };
}

/** The objects of a service that routing reads; its name is its namespace. */
export function routingOf(name: string, said: Said): readonly KubernetesObject[] {
  const service = defineService({
    name,
    image: { repository: 'ghcr.io/acme/app', tag: '1.0.0' },
    web: { server: http({ command: ['/app'], keepAlive: 75 }), health: '/healthz', scale: 2 },
    ...said,
  });
  const [first] = synthesise(service);
  if (first === undefined) {
    const { diagnostics } = resolve(service, 'default', { readText: noFiles });
    throw new Error(`${name}: ${diagnostics.map(({ message }) => message).join(' ')}`);
  }
  return first.entries.flatMap(({ manifest }) => {
    const object: unknown = JSON.parse(JSON.stringify(manifest));
    return isKubernetesObject(object) && isRouting(object) ? [object] : [];
  });
}

/** Applies a service, its Services led to these pods. Routes that a state does not have any more are the caller's to remove. */
export async function applyRouting(
  client: ApiClient,
  objects: readonly KubernetesObject[],
  pods: readonly Addressed[],
): Promise<void> {
  await apply(client, objects);
  await applyEndpoints(
    client,
    objects.filter(({ kind }) => kind === 'Service'),
    pods,
  );
}
