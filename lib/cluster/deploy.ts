/** cluster › deploying: applies a service phase by phase, waits, goes back when that fails, and prunes what is gone. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { union, without, withoutSecrets } from '../deploy/inventory.ts';
import { refOf, refText } from '../deploy/object-ref.ts';
import { isJob, PHASES, phasesOf } from '../deploy/phases.ts';
import { takenOver } from '../deploy/taken-over.ts';
import { applyPhase } from './apply-phase.ts';
import { ClusterError, Interrupted } from './cluster-error.ts';
import { begin, type DeployInput, type DeployOptions, mark, type Run } from './deploy-run.ts';
import { awaitTurn } from './inventory-store.ts';
import type { Objects } from './objects.ts';
import { prune } from './prune.ts';
import { liveObjects } from './wait-for.ts';

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
  const left = without(before.objects, refs);
  const elsewhere = takenOver(left, input.manifests);
  for (const ref of elsewhere)
    run.report({
      kind: 'note',
      text: `${refText(ref)} is left to Flagger, which has taken it over.`,
    });
  const gone = without(left, elsewhere);
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
