/** cli › deploy: brings an environment into a cluster, in order, and goes back when that fails. */

import { renderDiffText, type ObjectChange } from '../../index.ts';
import { objectsOf } from '../../cluster/objects.ts';
import { chooseInputs } from '../choose-inputs.ts';
import { EXIT, type Call, type Command, type Outcome } from '../command.ts';
import { connectFor, contextOption, misused, withCluster } from '../cluster-options.ts';
import { wayBack } from '../deploy-report.ts';
import { checkServices, deployInTurn, finish, timeoutProblem } from '../deploy-services.ts';
import { dryRunOption, environmentOption, jsonOption } from '../release-options.ts';

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
  const timeout = timeoutProblem(call);
  if (timeout !== undefined) return misused('deploy', timeout);
  const chosen = await chooseInputs(call, 'deploy');
  if (!chosen.ok) return chosen.outcome;
  const { environment, inputs } = chosen;
  return withCluster(call, EXIT.findings, async () => {
    const objects = objectsOf(await connectFor(call));
    const { context, server } = objects.cluster;
    call.tell?.(`${environment} in the context ${context} (${server})\n`);
    const wanted = call.options['rollback'] === true ? await wayBack(objects, inputs) : inputs;
    const checked = await checkServices(call, objects, wanted);
    if (!checked.ok) return checked.outcome;
    return call.options['dry-run'] === true
      ? wouldChange(call, environment, checked.changes)
      : finish(call, await deployInTurn(call, objects, wanted));
  });
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
