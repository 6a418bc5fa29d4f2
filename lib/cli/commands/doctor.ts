/** cli › doctor: whether an environment can run in the cluster, and what to do where it cannot. */

import { hasErrors, renderText, type Diagnostic } from '../../index.ts';
import { examine } from '../../cluster/doctor/examine.ts';
import { objectsOf } from '../../cluster/objects.ts';
import { chooseInputs } from '../choose-inputs.ts';
import { connectFor, contextOption, deployInputOf, withCluster } from '../cluster-options.ts';
import { EXIT, type Call, type Command, type Outcome } from '../command.ts';
import { environmentOption, jsonOption } from '../release-options.ts';

/** Exit code when the cluster could not be asked. */
const FAILED = 2;

/** `slipway doctor`. */
export const doctorCommand: Command = {
  name: 'doctor',
  arguments: ['[service]'],
  summary:
    'Ask the cluster whether an environment can run in it. Exits 0 yes, 1 findings, 2 error.',
  options: {
    environment: environmentOption,
    context: contextOption,
    strict: { type: 'boolean', help: 'Warnings fail too.' },
    json: jsonOption,
  },
  examples: ['slipway doctor -e production', 'slipway doctor -e production --json'],
  stoppable: true,
  run,
};

async function run(call: Call): Promise<Outcome> {
  const chosen = await chooseInputs(call, 'doctor');
  if (!chosen.ok) return { ...chosen.outcome, exitCode: FAILED };
  return withCluster(call, FAILED, async () => {
    const objects = objectsOf(await connectFor(call));
    const findings: Diagnostic[] = [];
    for (const service of chosen.services) {
      const input = deployInputOf(service);
      if (input === undefined || service.plan === undefined) continue;
      findings.push(...(await examine(objects, { ...input, plan: service.plan })));
    }
    const failed =
      hasErrors(findings) ||
      (call.options['strict'] === true && findings.some(({ severity }) => severity === 'warning'));
    const { context } = objects.cluster;
    return {
      exitCode: failed ? EXIT.findings : EXIT.ok,
      stdout:
        call.options['json'] === true
          ? `${JSON.stringify({ version: 1, context, diagnostics: findings }, null, 2)}\n`
          : findings.length === 0
            ? `${chosen.environment} can run in the context ${context}: nothing found.\n`
            : renderText(findings, { color: call.color }),
    };
  });
}
