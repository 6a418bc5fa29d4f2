/** cli › deploy: brings an environment into a cluster, in order, and goes back when that fails. */

import { isDestructive, renderDiffText, type ObjectChange } from '../../index.ts';
import { type DeployInput, type DeployResult, deployService } from '../../cluster/deploy.ts';
import { objectsOf, type Objects } from '../../cluster/objects.ts';
import { chooseInputs } from '../choose-inputs.ts';
import { EXIT, type Call, type Command, type Outcome } from '../command.ts';
import {
  complaints,
  connectFor,
  contextOption,
  INTERRUPTED,
  misused,
  withCluster,
} from '../cluster-options.ts';
import { deployedText, failedDeployment, wayBack } from '../deploy-report.ts';
import { destructive } from '../destructive.ts';
import { liveChanges } from '../live-changes.ts';
import { dryRunOption, environmentOption, jsonOption, textOption } from '../release-options.ts';
import { showProgress } from '../show-progress.ts';

/** `slipway deploy`. */
export const deployCommand: Command = {
  name: 'deploy',
  arguments: ['[service]'],
  summary: 'Bring an environment into the cluster, in order, and go back when that fails.',
  options: {
    environment: environmentOption,
    context: contextOption,
    rollback: { type: 'boolean', help: 'Go back to what ran before.' },
    'no-rollback': { type: 'boolean', help: 'Leave a failed deployment as it is.' },
    'take-over': { type: 'boolean', help: 'Own fields that others set, e.g. `kubectl apply`.' },
    allow: {
      type: 'string',
      value: 'what',
      choices: ['destructive'],
      help: 'Accept data loss and outages.',
    },
    timeout: {
      type: 'string',
      value: 'seconds',
      help: 'Longest time for each phase. Default: what the plan says.',
    },
    'dry-run': { ...dryRunOption, help: 'Ask the cluster what would change, and change nothing.' },
    json: jsonOption,
  },
  examples: [
    'slipway deploy -e production',
    'slipway deploy shop -e production --dry-run',
    'slipway deploy -e production --rollback',
  ],
  stoppable: true,
  run,
};

async function run(call: Call): Promise<Outcome> {
  const timeout = textOption(call, 'timeout');
  if (timeout !== undefined && !/^[1-9]\d*$/.test(timeout)) {
    return misused('deploy', `--timeout is a number of seconds; \`${timeout}\` is not.`);
  }
  const chosen = await chooseInputs(call, 'deploy');
  if (!chosen.ok) return chosen.outcome;
  const { environment, inputs } = chosen;
  return withCluster(call, EXIT.findings, async () => {
    const objects = objectsOf(await connectFor(call));
    const { context, server } = objects.cluster;
    call.tell?.(`${environment} in the context ${context} (${server})\n`);
    if (call.options['rollback'] === true) {
      return finish(call, await inTurn(call, objects, await wayBack(objects, inputs)));
    }
    const checked = await check(call, objects, inputs);
    if (!checked.ok) return checked.outcome;
    return call.options['dry-run'] === true
      ? wouldChange(call, environment, checked.changes)
      : finish(call, await inTurn(call, objects, inputs));
  });
}

type Checked =
  | { readonly ok: true; readonly changes: readonly ObjectChange[] }
  | { readonly ok: false; readonly outcome: Outcome };

/** Asks the cluster about everything before anything is changed. */
async function check(
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

function wouldChange(call: Call, environment: string, changes: readonly ObjectChange[]): Outcome {
  return {
    exitCode: EXIT.ok,
    stdout:
      call.options['json'] === true
        ? `${JSON.stringify({ version: 1, environment, dryRun: true, changes }, null, 2)}\n`
        : `${renderDiffText(changes)}Nothing was changed (--dry-run).\n`,
  };
}

/** One service after the other; what fails ends it. */
async function inTurn(
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

function finish(call: Call, results: readonly DeployResult[]): Outcome {
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
