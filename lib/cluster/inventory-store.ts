/** cluster › inventory: reads and writes the ConfigMap of a service's inventory; two deployments at once are noticed. */

import { gunzipSync, gzipSync } from 'node:zlib';
import { textAt } from '../diff/read-manifest.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import {
  emptyInventory,
  type Inventory,
  inventoryName,
  parseInventory,
  printInventory,
} from '../deploy/inventory.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { ClusterError, refusal } from './cluster-error.ts';
import type { Objects } from './objects.ts';
import { pause } from './pause.ts';

/** Which inventory. */
export interface InventoryKey {
  readonly service: string;
  readonly environment: string;
  readonly namespace: string;
}

/** An inventory with the version it was read at; without one when there is none yet. */
export interface StoredInventory {
  readonly inventory: Inventory;
  readonly version?: string;
}

/** Member of the ConfigMap: the inventory as gzipped JSON. */
const DATA = 'inventory.json.gz';
/** The API server takes no larger ConfigMap. @see pkg/apis/core/validation/validation.go ValidateConfigMap, v1.37.2 */
const MOST_BYTES = 1024 * 1024;
/** A deployment that runs says so this often, and counts as dead when it did not for the second time. Choices. */
export const BEAT_MS = 5000;
const DEAD_AFTER_MS = 20_000;

/**
 * The inventory of a service, an empty one where there is none.
 * @throws ClusterError SW6011 when it belongs to another environment or cannot be read
 */
export async function readInventory(objects: Objects, key: InventoryKey): Promise<StoredInventory> {
  const found = await objects.get(refOf(key));
  if (found === undefined) return { inventory: emptyInventory(key.environment) };
  const inventory = parseInventory(unpacked(found));
  if (inventory === undefined) {
    throw new ClusterError(
      unusable(key, 'it cannot be read: another version of slipway, or somebody else, wrote it'),
    );
  }
  if (inventory.environment !== key.environment) {
    throw new ClusterError(
      unusable(
        key,
        `it belongs to the environment \`${inventory.environment}\`: two environments in one namespace would delete each other's objects`,
      ),
    );
  }
  const version = textAt(found, 'metadata', 'resourceVersion');
  return { inventory, ...(version === undefined ? {} : { version }) };
}

/**
 * Writes an inventory if nobody else did meanwhile; what is stored then.
 * @throws ClusterError SW6010 when somebody did
 */
export async function writeInventory(
  objects: Objects,
  key: InventoryKey,
  { version }: Pick<StoredInventory, 'version'>,
  inventory: Inventory,
): Promise<StoredInventory> {
  const manifest = configMap(key, inventory, version);
  const path = await objects.pathOf(refOf(key));
  if (path === undefined) throw new ClusterError(unusable(key, 'the server knows no ConfigMaps'));
  const collection = path.slice(0, path.lastIndexOf('/'));
  const { status, body } = await objects.cluster.send(
    version === undefined
      ? { method: 'POST', path: `${collection}?fieldManager=slipway`, body: manifest }
      : { method: 'PUT', path: `${path}?fieldManager=slipway`, body: manifest },
  );
  if (status === 409) {
    // The answer to a first try may have been lost on the way.
    const stored = await readInventory(objects, key);
    const isOurs = printInventory(stored.inventory) === printInventory(inventory);
    if (isOurs) return stored;
    throw new ClusterError(concurrent(key, stored.inventory.attempt?.by));
  }
  if (status >= 300) {
    throw new ClusterError(
      refusal('to keep the inventory', `ConfigMap/${manifest.metadata.name}`, status, body),
    );
  }
  const written = textAt(body, 'metadata', 'resourceVersion');
  return { inventory, ...(written === undefined ? {} : { version: written }) };
}

/**
 * The inventory once nobody else deploys: a deployment that runs moves its inventory, a killed one does not.
 * @throws ClusterError SW6010 when somebody does; Interrupted
 */
export async function awaitTurn(
  objects: Objects,
  key: InventoryKey,
  signal: AbortSignal | undefined,
  onWait: (by: string) => void,
): Promise<StoredInventory> {
  const first = await readInventory(objects, key);
  const { attempt } = first.inventory;
  if (attempt?.state !== 'running') return first;
  onWait(attempt.by);
  const end = Date.now() + DEAD_AFTER_MS;
  while (Date.now() < end) {
    await pause(1000, signal);
    const now = await readInventory(objects, key);
    if (now.inventory.attempt?.state !== 'running') return now;
    if (now.version !== first.version) throw new ClusterError(concurrent(key, attempt.by));
  }
  return first;
}

function refOf({ service, namespace }: InventoryKey) {
  return { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: inventoryName(service) } as const;
}

function configMap(key: InventoryKey, inventory: Inventory, version: string | undefined): Manifest {
  const bytes = gzipSync(printInventory(inventory), { level: 9 }).toString('base64');
  if (bytes.length > MOST_BYTES) {
    throw new ClusterError(unusable(key, 'the manifests are too large to be kept in a ConfigMap'));
  }
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: inventoryName(key.service),
      namespace: key.namespace,
      labels: {
        'app.kubernetes.io/component': 'inventory',
        'app.kubernetes.io/managed-by': 'slipway',
        'app.kubernetes.io/name': key.service,
      },
      annotations: {
        environment: inventory.environment,
        revision: String(inventory.revision),
      },
      ...(version === undefined ? {} : { resourceVersion: version }),
    },
    binaryData: { [DATA]: bytes },
  };
}

function unpacked(object: Manifest): string {
  try {
    return gunzipSync(Buffer.from(textAt(object, 'binaryData', DATA) ?? '', 'base64')).toString();
  } catch {
    return '';
  }
}

function unusable({ service, environment, namespace }: InventoryKey, problem: string): Diagnostic {
  return {
    code: 'SW6011',
    name: 'inventory-unusable',
    severity: 'error',
    at: { service, environment, object: `ConfigMap/${inventoryName(service)}` },
    message: `The inventory in the namespace \`${namespace}\` cannot be used: ${problem}.`,
    because: 'Without it nobody knows what may be pruned, and there is no way back.',
    fix: `Give each environment a namespace of its own. Or delete the inventory if it is of no use any more (nothing else goes with it): \`kubectl -n ${namespace} delete configmap ${inventoryName(service)}\`.`,
  };
}

function concurrent({ service, environment }: InventoryKey, by = 'somebody'): Diagnostic {
  return {
    code: 'SW6010',
    name: 'deployment-under-way',
    severity: 'error',
    at: { service, environment },
    message: `Another deployment is under way, by ${by}.`,
    because: 'Two at once would undo each other.',
    fix: 'Wait until it has ended; `slipway status` shows it.',
  };
}
