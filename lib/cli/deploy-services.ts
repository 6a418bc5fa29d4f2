/** cli › deploy: brings services into a cluster one after the other, and tells how that ended. */

import { isDestructive, type ObjectChange } from '../index.ts';
import { type DeployResult, deployService } from '../cluster/deploy.ts';
import type { DeployInput } from '../cluster/deploy-run.ts';
import type { Objects } from '../cluster/objects.ts';
import { complaints, INTERRUPTED } from './cluster-options.ts';
import { EXIT, type Call, type Outcome } from './command.ts';
import { deployedText, failedDeployment } from './deploy-report.ts';
import { destructive } from './destructive.ts';
import { liveChanges } from './live-changes.ts';
import { textOption } from './release-options.ts';
import { showProgress } from './show-progress.ts';

/** What would change, or why it must not. */
export type Checked =
  | { readonly ok: true; readonly changes: readonly ObjectChange[] }
  | { readonly ok: false; readonly outcome: Outcome };

/** Asks the cluster about everything before anything is changed. */
export async function checkServices(
  call: Call,
  objects: Objects,
  inputs: readonly DeployInput[],
): Promise<Checked> {
  const { changes, diagnostics } = await liveChanges(objects, inputs);
  const takeOver = call.options['take-over'] === true;
  const allowed = textOption(call, 'allow') === 'destructive';
  const problems = [
    ...diagnostics.filter(
      ({ severity, code }) => severity === 'error' && !(code === 'SW6012' && takeOver),
    ),
    // Even where it is allowed the server refuses to change what cannot be changed.
    ...changes
      .filter((change) => (allowed ? isRecreated(change) : isRefused(change)))
      .map(destructive),
  ];
  return problems.length === 0
    ? { ok: true, changes }
    : { ok: false, outcome: complaints(call, EXIT.findings, problems) };
}

/** What holds data and is gone from the description is kept without being asked about. */
function isRefused(change: ObjectChange): boolean {
  const [worst] = change.effects;
  return isDestructive(change) && !(change.action === 'removed' && worst?.kind === 'dataLoss');
}

function isRecreated({ effects }: ObjectChange): boolean {
  return effects.some(({ kind }) => kind === 'recreate');
}

/** What is wrong with `--timeout`, if anything. */
export function timeoutProblem(call: Call): string | undefined {
  const timeout = textOption(call, 'timeout');
  return timeout === undefined || /^[1-9]\d*$/.test(timeout)
    ? undefined
    : `--timeout is a number of seconds; \`${timeout}\` is not.`;
}

/** One service after the other; what fails ends it. */
export async function deployInTurn(
  call: Call,
  objects: Objects,
  inputs: readonly DeployInput[],
): Promise<readonly DeployResult[]> {
  const timeout = textOption(call, 'timeout');
  const report = showProgress({
    write: (text) => call.tell?.(text),
    redraws: call.redraws === true,
    ...(call.columns === undefined ? {} : { columns: call.columns }),
  });
  const results: DeployResult[] = [];
  for (const input of inputs) {
    // A stop between two services leaves the rest as it was.
    if (call.signal?.aborted === true) break;
    call.tell?.(`${input.service}\n`);
    const result = await deployService(objects, input, {
      report,
      ...(call.signal === undefined ? {} : { signal: call.signal }),
      takeOver: call.options['take-over'] === true,
      allowDestructive: textOption(call, 'allow') === 'destructive',
      rollback: call.options['no-rollback'] !== true,
      ...(timeout === undefined ? {} : { timeoutSeconds: Number(timeout) }),
    });
    results.push(result);
    if (result.outcome !== 'deployed') break;
  }
  return results;
}

/** How the deployments ended, as text or data. */
export function finish(call: Call, results: readonly DeployResult[]): Outcome {
  const last = results.at(-1);
  const exitCode =
    last?.outcome === 'deployed'
      ? EXIT.ok
      : last === undefined || last.outcome === 'interrupted'
        ? INTERRUPTED
        : EXIT.findings;
  if (call.options['json'] === true) {
    return { exitCode, stdout: `${JSON.stringify({ version: 1, services: results }, null, 2)}\n` };
  }
  const failures = results.filter(({ outcome }) => outcome !== 'deployed');
  return {
    exitCode,
    stdout: results.map(deployedText).join(''),
    ...(failures.length === 0
      ? {}
      : { stderr: failures.map((failure) => failedDeployment(failure, call.color)).join('') }),
  };
}
