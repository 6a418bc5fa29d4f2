/** cli › synth: runs the app of cdk8s.yaml, which writes every output. */

import { runApp } from '../../io/run-app.ts';
import { renderText } from '../../index.ts';
import { EXIT, type Call, type Command, type Outcome } from '../command.ts';

/** `slipway synth`. */
export const synthCommand: Command = {
  name: 'synth',
  arguments: [],
  summary:
    'Write every output of the app in cdk8s.yaml; nothing is written when something is wrong.',
  options: {},
  examples: ['slipway synth', 'slipway synth && kubectl apply -f dist/manifests/production/'],
  run,
};

async function run({ color }: Call): Promise<Outcome> {
  const result = await runApp({ mode: 'synth' });
  if (result.ok) return { exitCode: EXIT.ok, stdout: result.stdout, stderr: result.stderr };
  return {
    exitCode: EXIT.findings,
    stdout: result.stdout,
    stderr: `${result.stderr}${result.diagnostics.length === 0 ? '' : renderText(result.diagnostics, { color })}`,
  };
}
