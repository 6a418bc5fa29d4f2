/** cluster › deploying: a deployment while it runs: what it is told, what it has done, and the inventory that says so. */

import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import type { Attempt, Inventory } from '../deploy/inventory.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { ClusterError, Interrupted } from './cluster-error.ts';
import {
  BEAT_MS,
  type InventoryKey,
  type StoredInventory,
  writeInventory,
} from './inventory-store.ts';
import type { Objects } from './objects.ts';
import type { ProgressEvent, Report } from './progress.ts';

/** What is deployed. */
export interface DeployInput extends InventoryKey {
  readonly manifests: readonly Manifest[];
}

/** How it is deployed. */
export interface DeployOptions {
  readonly report: Report;
  readonly signal?: AbortSignal;
  /** Take fields from other managers. */
  readonly takeOver: boolean;
  /** Prune what holds data too. */
  readonly allowDestructive: boolean;
  /** Go back when it fails. */
  readonly rollback: boolean;
  /** Instead of the times that follow from the manifests, in seconds. */
  readonly timeoutSeconds?: number;
}

/** A deployment while it runs. */
export interface Run {
  readonly objects: Objects;
  readonly input: DeployInput;
  readonly options: DeployOptions;
  readonly attempt: Attempt;
  /** What was there before. */
  readonly before: Inventory;
  readonly done: ProgressEvent[];
  readonly report: Report;
  /** Writes the inventory anew. */
  readonly save: (change: (inventory: Inventory) => Inventory) => Promise<void>;
  /** Says that the deployment lives, now and then. */
  readonly beat: () => Promise<void>;
  readonly revision: () => number;
}

/** Begins a deployment on top of what is stored. */
export function begin(
  objects: Objects,
  input: DeployInput,
  options: DeployOptions,
  first: StoredInventory,
): Run {
  let stored = first;
  let last = Date.now();
  const done: ProgressEvent[] = [];
  const attempt: Attempt = { id: randomUUID(), by: whoami(), state: 'running', beat: 0 };
  const save: Run['save'] = async (change) => {
    stored = await writeInventory(objects, input, stored, change(stored.inventory));
    last = Date.now();
  };
  return {
    ...{ objects, input, options, attempt, done, save },
    before: first.inventory,
    report: (event) => {
      done.push(event);
      options.report(event);
    },
    beat: async () => {
      const { attempt: running } = stored.inventory;
      if (running === undefined || Date.now() - last < BEAT_MS) return;
      await save((is) => ({ ...is, attempt: { ...running, beat: running.beat + 1 } }));
    },
    revision: () => stored.inventory.revision,
  };
}

function whoami(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A container may run as a user without a name.
    return hostname();
  }
}

/** Notes how the deployment ended. */
export async function mark({ save, attempt }: Run, state: Attempt['state']): Promise<void> {
  await save((is) => ({ ...is, attempt: { ...attempt, state } })).catch(ignore);
}

/** What cannot be written any more is found out by the next deployment. */
function ignore(error: unknown): void {
  if (!(error instanceof ClusterError) && !(error instanceof Interrupted)) throw error;
}
