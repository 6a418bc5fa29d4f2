// Finds the path an object is sent to, from what the server itself says it serves.
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { at, listAt, textAt } from '../support/kubernetes-object.ts';
import type { ApiClient } from '../support/api-client.ts';

interface Resource {
  readonly plural: string;
  readonly namespaced: boolean;
}

/** Path of the collection an object belongs to; undefined when the server does not serve its kind. */
export type CollectionPath = (object: KubernetesObject) => Promise<string | undefined>;

/** Asks the server once for each API group and version that occurs. */
export function collectionPaths(client: ApiClient): CollectionPath {
  const known = new Map<string, Promise<ReadonlyMap<string, Resource>>>();
  return async (object) => {
    const { apiVersion, kind, metadata } = object;
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    let resources = known.get(root);
    if (resources === undefined) known.set(root, (resources = discover(client, root)));
    const resource = (await resources).get(kind);
    if (resource === undefined) return undefined;
    const space = resource.namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${root}${space}/${resource.plural}`;
  };
}

async function discover(client: ApiClient, root: string): Promise<ReadonlyMap<string, Resource>> {
  const { body } = await client.send('GET', root);
  return new Map(
    listAt(body, 'resources').flatMap((entry): [string, Resource][] => {
      const plural = textAt(entry, 'name');
      const kind = textAt(entry, 'kind');
      // Sub-resources such as deployments/scale carry the kind of what they take.
      if (plural === undefined || kind === undefined || plural.includes('/')) return [];
      return [[kind, { plural, namespaced: at(entry, 'namespaced') === true }]];
    }),
  );
}
