/** cluster › previews: those that are in a cluster, told by the labels of their namespaces, and taking them away again. */

import { itemsAt, textAt } from '../diff/read-manifest.ts';
import { FIELD_MANAGER } from '../deploy/live-object.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { PREVIEW_LABELS } from '../model/preview.ts';
import type { Objects } from './objects.ts';

/** A preview as it is in a cluster. */
export interface LivePreview {
  readonly environment: string;
  readonly name: string;
  readonly namespaces: readonly string[];
  /** When it was last deployed, by the clock of the server: RFC 3339. */
  readonly deployed: string;
  /** It was taken away, and its namespace is not gone yet. */
  readonly ending: boolean;
}

/** The previews of an environment, of all where none is named; by name. */
export async function livePreviews(
  objects: Objects,
  environment: string | undefined,
): Promise<readonly LivePreview[]> {
  const namespaces = await objects.list({
    ...{ apiVersion: 'v1', kind: 'Namespace' },
    ...(environment === undefined ? {} : { labels: { [PREVIEW_LABELS.environment]: environment } }),
  });
  const previews = new Map<string, LivePreview>();
  for (const namespace of namespaces.filter(isOfPreview)) {
    const [own = '', name = ''] = [label(namespace, 'environment'), label(namespace, 'name')];
    const before = previews.get(`${own}/${name}`);
    const deployed = await lastDeployed(objects, namespace);
    previews.set(`${own}/${name}`, {
      ...{ environment: own, name },
      namespaces: [...(before?.namespaces ?? []), namespace.metadata.name],
      deployed:
        before !== undefined && Date.parse(before.deployed) > Date.parse(deployed)
          ? before.deployed
          : deployed,
      ending:
        (before?.ending ?? true) &&
        textAt(namespace, 'metadata', 'deletionTimestamp') !== undefined,
    });
  }
  return [...previews.values()].toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Deletes the namespaces of a preview, with everything in them; what belongs to the cluster as a whole stays. */
export async function removePreview(objects: Objects, { namespaces }: LivePreview): Promise<void> {
  for (const name of namespaces) {
    await objects.remove({ apiVersion: 'v1', kind: 'Namespace', name });
  }
}

/** The labels alone could be copied by hand; the name ends as that of a preview does. */
function isOfPreview(namespace: Manifest): boolean {
  const name = label(namespace, 'name');
  return (
    name !== undefined &&
    label(namespace, 'environment') !== undefined &&
    namespace.metadata.name.endsWith(`-${name}`)
  );
}

function label({ metadata }: Manifest, which: keyof typeof PREVIEW_LABELS): string | undefined {
  return metadata.labels?.[PREVIEW_LABELS[which]];
}

/** The server notes when each manager last wrote an object: of the inventories that is the last deployment. */
async function lastDeployed(objects: Objects, namespace: Manifest): Promise<string> {
  const inventories = await objects.list({
    ...{ apiVersion: 'v1', kind: 'ConfigMap', namespace: namespace.metadata.name },
    labels: { 'app.kubernetes.io/component': 'inventory' },
  });
  const times = inventories
    .flatMap((inventory) => itemsAt(inventory, 'metadata', 'managedFields'))
    .filter((entry) => textAt(entry, 'manager') === FIELD_MANAGER)
    .flatMap((entry) => textAt(entry, 'time') ?? []);
  const made = textAt(namespace, 'metadata', 'creationTimestamp') ?? '';
  return times.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0] ?? made;
}

function key({ environment, name }: LivePreview): string {
  return `${environment}/${name}`;
}
