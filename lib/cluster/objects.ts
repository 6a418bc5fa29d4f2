/** cluster › objects: reads, applies and deletes single objects by what the API server says of their kinds. */

import { isManifest } from '../kubernetes/is-manifest.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { itemsAt, textAt, textsAt } from '../diff/read-manifest.ts';
import { FIELD_MANAGER } from '../deploy/live-object.ts';
import { type ObjectRef, refOf, refText } from '../deploy/object-ref.ts';
import { ClusterError, refusal } from './cluster-error.ts';
import type { ApiAnswer, Cluster } from './connect.ts';

/** A kind as a server serves it. */
interface Resource {
  readonly plural: string;
  readonly namespaced: boolean;
}

/** Objects of a cluster. */
export interface Objects {
  readonly cluster: Cluster;
  /** Whether the server knows the kind. */
  readonly serves: (apiVersion: string, kind: string) => Promise<boolean>;
  /** Undefined when there is no such object, or no such kind. */
  readonly get: (ref: ObjectRef) => Promise<Manifest | undefined>;
  /** Objects of a kind in a namespace, all of them where none is given; none when the kind is unknown. */
  readonly list: (of: ListOptions) => Promise<readonly Manifest[]>;
  /** Server-side apply as `slipway`; the answer may be a refusal. */
  readonly apply: (manifest: Manifest, options?: ApplyOptions) => Promise<ApiAnswer>;
  /** Deletes in the background; false when it was not there. */
  readonly remove: (ref: ObjectRef) => Promise<boolean>;
  /** Path of an object's own collection or of the object; undefined for an unknown kind. */
  readonly pathOf: (ref: ObjectRef) => Promise<string | undefined>;
}

/** Which objects. */
export interface ListOptions {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  /** Labels all of which they have. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** How to apply. */
export interface ApplyOptions {
  readonly dryRun?: boolean;
  /** Take fields from whoever owns them. */
  readonly force?: boolean;
}

/** Objects of a cluster; what kinds it serves is asked once per group. */
export function objectsOf(cluster: Cluster): Objects {
  const groups = new Map<string, Promise<ReadonlyMap<string, Resource>>>();
  const resource = async (apiVersion: string, kind: string): Promise<Resource | undefined> => {
    const known = groups.get(apiVersion) ?? discover(cluster, apiVersion);
    groups.set(apiVersion, known);
    const found = (await known).get(kind);
    // A definition may have come meanwhile.
    if (found === undefined) groups.delete(apiVersion);
    return found;
  };
  const collection = async (of: Omit<ListOptions, 'labels'>): Promise<string | undefined> => {
    const found = await resource(of.apiVersion, of.kind);
    if (found === undefined) return undefined;
    const { namespace } = of;
    const scope =
      found.namespaced && namespace !== undefined
        ? `/namespaces/${encodeURIComponent(namespace)}`
        : '';
    return `${root(of.apiVersion)}${scope}/${found.plural}`;
  };
  const pathOf = async (ref: ObjectRef): Promise<string | undefined> => {
    const found = await resource(ref.apiVersion, ref.kind);
    // An object of a namespaced kind that names none is in `default`, as kubectl takes it.
    const where = found?.namespaced === true ? { namespace: 'default', ...ref } : ref;
    const path = await collection(where);
    return path === undefined ? undefined : `${path}/${encodeURIComponent(ref.name)}`;
  };
  return {
    cluster,
    pathOf,
    serves: async (apiVersion, kind) => (await resource(apiVersion, kind)) !== undefined,
    get: async (ref) => {
      const path = await pathOf(ref);
      if (path === undefined) return undefined;
      const { status, body } = await cluster.send({ method: 'GET', path });
      if (status === 404) return undefined;
      if (status >= 300)
        throw new ClusterError(refusal(`to show ${refText(ref)}`, refText(ref), status, body));
      return isManifest(body) ? body : undefined;
    },
    list: async ({ labels, ...of }) => {
      const path = await collection(of);
      if (path === undefined) return [];
      const selector = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
      const query =
        selector.length === 0 ? '' : `?labelSelector=${encodeURIComponent(selector.join(','))}`;
      const { status, body } = await cluster.send({ method: 'GET', path: `${path}${query}` });
      if (status >= 300)
        throw new ClusterError(refusal(`to list ${of.kind} objects`, undefined, status, body));
      // Items of a list do not repeat what they are.
      return itemsAt(body, 'items')
        .map((item) => ({ apiVersion: of.apiVersion, kind: of.kind, ...item }))
        .filter(isManifest);
    },
    apply: async (manifest, options = {}) => {
      const path = await pathOf(refOf(manifest));
      if (path === undefined) return { status: 404, body: unknownKind(manifest) };
      const query = new URLSearchParams({
        fieldManager: FIELD_MANAGER,
        fieldValidation: 'Strict',
        force: String(options.force === true),
        ...(options.dryRun === true ? { dryRun: 'All' } : {}),
      });
      return cluster.send({
        ...{ method: 'PATCH', path: `${path}?${query.toString()}`, body: manifest },
        contentType: 'application/apply-patch+yaml',
      });
    },
    remove: async (ref) => {
      const path = await pathOf(ref);
      if (path === undefined) return false;
      const { status, body } = await cluster.send({
        ...{ method: 'DELETE', path: `${path}?propagationPolicy=Background` },
      });
      if (status === 404) return false;
      if (status >= 300)
        throw new ClusterError(refusal(`to delete ${refText(ref)}`, refText(ref), status, body));
      return true;
    },
  };
}

async function discover(
  cluster: Cluster,
  apiVersion: string,
): Promise<ReadonlyMap<string, Resource>> {
  const { status, body } = await cluster.send({ method: 'GET', path: root(apiVersion) });
  if (status === 404) return new Map();
  if (status >= 300)
    throw new ClusterError(refusal(`to tell of ${apiVersion}`, undefined, status, body));
  return new Map(
    itemsAt(body, 'resources').flatMap((item): readonly [string, Resource][] => {
      const [kind, plural] = [textAt(item, 'kind'), textAt(item, 'name')];
      // `deployments/scale` is no object of its own.
      if (kind === undefined || plural === undefined || plural.includes('/')) return [];
      const usable = textsAt(item, 'verbs').includes('get');
      return usable ? [[kind, { plural, namespaced: item['namespaced'] === true }]] : [];
    }),
  );
}

function root(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function unknownKind({ apiVersion, kind }: Manifest): unknown {
  return { message: `the server does not know the kind ${kind} of ${apiVersion}` };
}
