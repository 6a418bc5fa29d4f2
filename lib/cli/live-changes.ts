/** cli › diff --live: what applying an environment would change in the cluster as it is now. */

import { diffObjects, type Diagnostic, type ObjectChange } from '../index.ts';
import { compareLive } from '../cluster/compare-live.ts';
import type { DeployInput } from '../cluster/deploy-run.ts';
import type { Objects } from '../cluster/objects.ts';

/** Changes of all services, and what is wrong on the way. */
export interface LiveChanges {
  readonly changes: readonly ObjectChange[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Compares services with a cluster. An object that several share, as a namespace is, is listed once. */
export async function liveChanges(
  objects: Objects,
  inputs: readonly DeployInput[],
): Promise<LiveChanges> {
  const compared = [];
  for (const input of inputs) compared.push(await compareLive(objects, input));
  return {
    changes: diffObjects(
      compared.flatMap(({ before }) => before),
      compared.flatMap(({ after }) => after),
    ),
    diagnostics: compared.flatMap(({ diagnostics }) => diagnostics),
  };
}
