/** cluster › deploying: applies the objects of one phase, and waits for those that have to come up or to an end. */

import { textAt } from '../diff/read-manifest.ts';
import { refKey, refOf, refText } from '../deploy/object-ref.ts';
import { isJob, isWorkload, makesSecret, type Phase, type Phased } from '../deploy/phases.ts';
import { workloadState } from '../deploy/workload-state.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { applyObject } from './apply.ts';
import { Interrupted } from './cluster-error.ts';
import type { Run } from './deploy-run.ts';
import { pause } from './pause.ts';
import { waitFor } from './wait-for.ts';

/** Applies a phase. @throws ClusterError when something is refused or does not come up; Interrupted */
export async function applyPhase(
  run: Run,
  phase: Phase,
  phased: Phased,
  live: ReadonlyMap<string, Manifest>,
): Promise<void> {
  const manifests = phased[phase];
  if (manifests.length === 0) return;
  run.report({ kind: 'phase', phase });
  for (const manifest of manifests) {
    const { signal, takeOver } = run.options;
    if (signal?.aborted === true) throw new Interrupted();
    const found = live.get(refKey(refOf(manifest)));
    const fresh = found !== undefined && hasFailed(found) ? await again(run, found) : found;
    const { did } = await applyObject(run.objects, manifest, fresh, { takeOver });
    run.report({ kind: 'object', object: refText(refOf(manifest)), did });
    await run.beat();
  }
  const awaited = manifests.filter(
    (manifest) => isJob(manifest) || isWorkload(manifest) || makesSecret(manifest),
  );
  await waitFor(run.objects, awaited, waitOptions(run));
}

function waitOptions({ input, options, report, beat }: Run) {
  return {
    ...{ beside: input.manifests, report, onLook: beat },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.timeoutSeconds === undefined ? {} : { timeoutSeconds: options.timeoutSeconds }),
  };
}

function hasFailed(live: Manifest): boolean {
  return isJob(live) && workloadState(live).failed !== undefined;
}

/** How long a deleted run may take to be gone. A choice. */
const GONE_MS = 60_000;

/** A run that failed is made anew: it would never start again by itself. */
async function again(run: Run, job: Manifest): Promise<undefined> {
  const ref = refOf(job);
  run.report({ kind: 'note', text: `${refText(ref)} failed before; it is run again.` });
  await run.objects.remove(ref);
  const uid = textAt(job, 'metadata', 'uid');
  const end = Date.now() + GONE_MS;
  while (textAt(await run.objects.get(ref), 'metadata', 'uid') === uid && Date.now() < end) {
    await pause(500, run.options.signal);
  }
  return undefined;
}
