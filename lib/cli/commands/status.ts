/** cli › status: how an environment runs now. */

import { type ServiceStatus, statusOf } from '../../cluster/status.ts';
import { objectsOf } from '../../cluster/objects.ts';
import { EXIT, type Call, type Command, type Outcome } from '../command.ts';
import { chooseInputs } from '../choose-inputs.ts';
import { connectFor, contextOption, withCluster } from '../cluster-options.ts';
import { environmentOption, jsonOption } from '../release-options.ts';
import { statusText } from '../status-report.ts';

/** Exit code when the cluster could not be asked. */
const FAILED = 2;

/** `slipway status`. */
export const statusCommand: Command = {
  name: 'status',
  arguments: ['[service]'],
  summary: 'Show how an environment runs. Exits 0 healthy, 1 not, 2 error.',
  options: { environment: environmentOption, context: contextOption, json: jsonOption },
  examples: ['slipway status -e production', 'slipway status shop -e production --json'],
  stoppable: true,
  run,
};

async function run(call: Call): Promise<Outcome> {
  const chosen = await chooseInputs(call, 'status');
  if (!chosen.ok) return { ...chosen.outcome, exitCode: FAILED };
  return withCluster(call, FAILED, async () => {
    const objects = objectsOf(await connectFor(call));
    const found: ServiceStatus[] = [];
    for (const input of chosen.inputs) found.push(await statusOf(objects, input));
    return {
      exitCode: found.every(({ healthy }) => healthy) ? EXIT.ok : EXIT.findings,
      stdout:
        call.options['json'] === true
          ? `${JSON.stringify({ version: 1, context: objects.cluster.context, services: found }, null, 2)}\n`
          : found.map(statusText).join('\n'),
    };
  });
}
