/** cluster › deploying: applies a service phase by phase, waits, goes back when that fails, and prunes what is gone. */

import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { textAt } from '../diff/read-manifest.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { isApplied } from '../deploy/live-object.ts';
import {
  type Attempt,
  holdsData,
  type Inventory,
  union,
  without,
  withoutSecrets,
} from '../deploy/inventory.ts';
import { type ObjectRef, refKey, refOf, refText } from '../deploy/object-ref.ts';
import {
  isJob,
  isWorkload,
  makesSecret,
  type Phase,
  PHASES,
  type Phased,
  phasesOf,
} from '../deploy/phases.ts';
import { workloadState } from '../deploy/workload-state.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { applyObject } from './apply.ts';
import { ClusterError, Interrupted } from './cluster-error.ts';
import {
  awaitTurn,
  BEAT_MS,
  type InventoryKey,
  type StoredInventory,
  writeInventory,
} from './inventory-store.ts';
import type { Objects } from './objects.ts';
import { pause } from './pause.ts';
import type { ProgressEvent, Report } from './progress.ts';
import { liveObjects, waitFor } from './wait-for.ts';

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

/** How a deployment ended. */
export interface DeployResult {
  readonly service: string;
  readonly environment: string;
  readonly namespace: string;
  /** `rolledBack`: it failed, and what ran before runs again. `failed`: it failed, and is left as it is. */
  readonly outcome: 'deployed' | 'rolledBack' | 'failed' | 'interrupted';
  /** Number of the revision that runs now, 0 when there is none. */
  readonly revision: number;
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: number;
  readonly pruned: readonly string[];
  /** What is gone from the description and was not pruned. */
  readonly kept: readonly string[];
  /** Why it failed, and why going back did. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Deploys a service. @throws ClusterError when it could not even begin: SW6010, SW6011, or no answer; Interrupted */
export async function deployService(
  objects: Objects,
  input: DeployInput,
  options: DeployOptions,
): Promise<DeployResult> {
  const { signal, report } = options;
  const stored = await awaitTurn(objects, input, signal, (by) =>
    report({ kind: 'note', text: `${by} began a deployment; looking whether it still runs …` }),
  );
  const run = begin(objects, input, options, stored);
  try {
    const kept = await goForward(run);
    return result(run, 'deployed', { kept });
  } catch (error) {
    if (error instanceof Interrupted) {
      await mark(run, 'interrupted');
      return result(run, 'interrupted', {});
    }
    if (!(error instanceof ClusterError)) throw error;
    return goBack(run, error.diagnostics);
  }
}

/** A deployment while it runs. */
interface Run {
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

function begin(
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

/** Applies, waits and prunes; what was kept although it is gone from the description. */
async function goForward(run: Run): Promise<readonly string[]> {
  const { input, before } = run;
  const live = await liveObjects(run.objects, input.manifests);
  const phased = phasesOf(input.manifests, (key) => live.has(key));
  const refs = input.manifests.map(refOf);
  for (const phase of PHASES) {
    await applyPhase(run, phase, phased, live);
    // The namespace of the inventory is there now; everything after is on record before it is made.
    if (phase === 'prerequisites') {
      const { attempt } = run;
      await run.save((is) => ({ ...is, objects: union(before.objects, refs), attempt }));
    }
  }
  const gone = without(before.objects, refs);
  const kept = await prune(run, gone, run.options.allowDestructive);
  await run.save(({ environment }) => ({
    environment,
    revision: before.revision + 1,
    objects: union(refs, kept),
    current: withoutSecrets(input.manifests),
    previous: before.current,
  }));
  return kept.map(refText);
}

async function applyPhase(
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

/** Deletes what was applied once and is gone from the description; what was kept because it holds data. */
async function prune(
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

/** Applies what ran before, without its migrations, and takes away what the failed deployment has made. */
async function goBack(run: Run, diagnostics: readonly Diagnostic[]): Promise<DeployResult> {
  const { before, options, input } = run;
  const target = before.current.filter((manifest) => !isJob(manifest));
  if (!options.rollback || target.length === 0) {
    await mark(run, 'failed');
    return result(run, 'failed', { diagnostics });
  }
  try {
    run.report({ kind: 'phase', phase: 'rollback' });
    const live = await liveObjects(run.objects, target);
    const phased = phasesOf(target, (key) => live.has(key));
    const back: Run = { ...run, input: { ...input, manifests: target } };
    for (const phase of PHASES) await applyPhase(back, phase, phased, live);
    // A failed run is left to be looked at; it is on record and goes with the next deployment.
    const made = without(input.manifests.map(refOf), before.objects).filter((ref) => !isJob(ref));
    const kept = await prune(run, made, false);
    const jobs = input.manifests.filter(isJob).map(refOf);
    const rest = union(before.objects, [...jobs, ...kept]);
    await run.save((is) => ({
      ...is,
      objects: rest,
      attempt: { ...run.attempt, state: 'failed' },
    }));
    return result(run, 'rolledBack', { diagnostics });
  } catch (error) {
    const interrupted = error instanceof Interrupted;
    if (!interrupted && !(error instanceof ClusterError)) throw error;
    await mark(run, 'interrupted');
    return interrupted
      ? result(run, 'interrupted', { diagnostics })
      : result(run, 'failed', { diagnostics: [...diagnostics, ...error.diagnostics] });
  }
}

function result(
  run: Run,
  outcome: DeployResult['outcome'],
  more: Partial<Pick<DeployResult, 'diagnostics' | 'kept'>>,
): DeployResult {
  const { service, environment, namespace } = run.input;
  const did = (wanted: string) =>
    run.done.flatMap((event) =>
      event.kind === 'object' && event.did === wanted ? [event.object] : [],
    );
  return {
    ...{ service, environment, namespace, outcome },
    revision: run.revision(),
    created: did('created'),
    changed: did('changed'),
    unchanged: did('unchanged').length,
    pruned: did('deleted'),
    kept: more.kept ?? [],
    diagnostics: (more.diagnostics ?? []).map((diagnostic) => ({
      ...diagnostic,
      at: { service, environment, ...diagnostic.at },
    })),
  };
}

/** Notes how the deployment ended. */
async function mark({ save, attempt }: Run, state: Attempt['state']): Promise<void> {
  await save((is) => ({ ...is, attempt: { ...attempt, state } })).catch(ignore);
}

/** What cannot be written any more is found out by the next deployment. */
function ignore(error: unknown): void {
  if (!(error instanceof ClusterError) && !(error instanceof Interrupted)) throw error;
}
