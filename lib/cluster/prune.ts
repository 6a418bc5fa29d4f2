/** cluster › deploying: deletes what was applied once and is gone from the description, by the inventory alone. */

import { isApplied } from '../deploy/live-object.ts';
import { holdsData } from '../deploy/inventory.ts';
import { type ObjectRef, refOf, refText } from '../deploy/object-ref.ts';
import { isImmortal } from '../kubernetes/immortal-namespaces.ts';
import { PHASES, phasesOf } from '../deploy/phases.ts';
import type { Run } from './deploy-run.ts';

/** Deletes what was applied once and is gone from the description; what was kept because it holds data. */
export async function prune(
  run: Run,
  gone: readonly ObjectRef[],
  allowed: boolean,
): Promise<readonly ObjectRef[]> {
  if (gone.length === 0) return [];
  run.report({ kind: 'phase', phase: 'prune' });
  const kept: ObjectRef[] = [];
  for (const ref of lastFirst(gone)) {
    const live = await run.objects.get(ref);
    if (live === undefined) continue;
    const object = refText(ref);
    if (!isApplied(live)) {
      run.report({ kind: 'note', text: `${object} is left alone: somebody else made it anew.` });
    } else if (isImmortal(ref)) {
      const text = `${object} is left alone, with its labels: the cluster lives in it.`;
      run.report({ kind: 'note', text });
    } else if (holdsData(ref, live) && !allowed) {
      kept.push(ref);
      run.report({ kind: 'object', object, did: 'kept' });
    } else {
      await run.objects.remove(ref);
      run.report({ kind: 'object', object, did: 'deleted' });
    }
    await run.beat();
  }
  return kept;
}

/** What sends requests goes before what answers them, and that before what it reads. */
function lastFirst(refs: readonly ObjectRef[]): readonly ObjectRef[] {
  const manifests = refs.map(({ apiVersion, kind, name, namespace }) => ({
    ...{ apiVersion, kind },
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  }));
  const phased = phasesOf(manifests, () => true);
  return PHASES.toReversed().flatMap((phase) => phased[phase].map(refOf));
}
