/** cluster › comparing: what a cluster has, and what it would make of the manifests; asked of the server, changing nothing. */

import type { PlacedObject } from '../diff/change.ts';
import { textAt } from '../diff/read-manifest.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { without } from '../deploy/inventory.ts';
import {
  CLIENT_SIDE_MANAGER,
  isApplied,
  managersOf,
  withoutServerFields,
} from '../deploy/live-object.ts';
import { refOf, refText } from '../deploy/object-ref.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { conflictProblem, dryRun, over } from './apply.ts';
import { readInventory } from './inventory-store.ts';
import type { DeployInput } from './deploy-run.ts';
import { inParallel } from './in-parallel.ts';
import type { Objects } from './objects.ts';

/** Both sides, without what servers write on their own, and what is wrong on the way. */
export interface LiveComparison {
  readonly before: readonly PlacedObject[];
  readonly after: readonly PlacedObject[];
  /** Refusals and conflicts, as errors; what cannot be seen, as notes. */
  readonly diagnostics: readonly Diagnostic[];
}

interface Side {
  readonly before?: Manifest;
  readonly after?: Manifest;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compares a service with a cluster. Diagnostics: SW6012 fields that others own, SW6004 what the server refuses, SW6014
 * what cannot be seen. An object that must be recreated is a change, not a refusal.
 */
export async function compareLive(objects: Objects, input: DeployInput): Promise<LiveComparison> {
  const { inventory } = await readInventory(objects, input);
  const refs = input.manifests.map(refOf);
  const missing = await missingNamespaces(objects, input.manifests);
  const sides = await inParallel(input.manifests, (manifest) => sideOf(objects, manifest, missing));
  const gone = await inParallel(without(inventory.objects, refs), async (ref): Promise<Side> => {
    const live = await objects.get(ref);
    const isOurs = live !== undefined && isApplied(live);
    return { ...(isOurs ? { before: withoutServerFields(live) } : {}), diagnostics: [] };
  });
  const all = [...sides, ...gone];
  const placed = (which: 'before' | 'after'): readonly PlacedObject[] =>
    all.flatMap((side) => {
      const manifest = side[which];
      return manifest === undefined ? [] : [{ environment: input.environment, manifest }];
    });
  const { service, environment } = input;
  return {
    before: placed('before'),
    after: placed('after'),
    diagnostics: all
      .flatMap(({ diagnostics }) => diagnostics)
      .map((diagnostic) => ({ ...diagnostic, at: { service, environment, ...diagnostic.at } })),
  };
}

async function sideOf(
  objects: Objects,
  manifest: Manifest,
  missing: ReadonlySet<string>,
): Promise<Side> {
  // Nothing can be asked about what lies in a namespace that is not there.
  if (missing.has(manifest.metadata.namespace ?? '')) return { after: manifest, diagnostics: [] };
  const live = await objects.get(refOf(manifest));
  const before = live === undefined ? {} : { before: withoutServerFields(live) };
  const asked = await dryRun(objects, manifest, live);
  if (asked.ok) {
    return {
      ...before,
      after: withoutServerFields(asked.after),
      diagnostics: [
        ...(asked.conflicts.length === 0 ? [] : [conflictProblem(manifest, asked.conflicts)]),
        ...(live !== undefined && isByKubectl(live) ? [unseen(manifest)] : []),
      ],
    };
  }
  if (asked.diagnostic.code === 'SW6013' && live !== undefined) {
    return { ...before, after: withoutServerFields(over(live, manifest)), diagnostics: [] };
  }
  return { ...before, after: manifest, diagnostics: [asked.diagnostic] };
}

/** Namespaces the manifests lie in that the cluster does not have. */
async function missingNamespaces(
  objects: Objects,
  manifests: readonly Manifest[],
): Promise<ReadonlySet<string>> {
  const names = [...new Set(manifests.flatMap(({ metadata }) => metadata.namespace ?? []))];
  const found = await inParallel(names, async (name) =>
    textAt(await objects.get({ apiVersion: 'v1', kind: 'Namespace', name }), 'metadata', 'name'),
  );
  return new Set(names.filter((name) => !found.includes(name)));
}

function isByKubectl(live: Manifest): boolean {
  return managersOf(live).includes(CLIENT_SIDE_MANAGER) && !isApplied(live);
}

function unseen(manifest: Manifest): Diagnostic {
  const object = refText(refOf(manifest));
  return {
    code: 'SW6014',
    name: 'applied-by-kubectl',
    severity: 'note',
    at: { object },
    message: `${object} was applied by \`kubectl apply\`: fields that were taken out of the description are not seen here.`,
    fix: 'To let slipway own it from now on: `slipway deploy --take-over`. Or go on with kubectl, and compare with `kubectl diff`.',
  };
}
