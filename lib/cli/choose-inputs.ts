/** cli › clusters: the services of an environment that a command is about. */

import type { DeployInput } from '../cluster/deploy-run.ts';
import type { BundledService, Preview } from '../index.ts';
import { complaints, deployInputOf, misused } from './cluster-options.ts';
import { EXIT, type Call, type Outcome } from './command.ts';
import { loadBundle } from './load-bundle.ts';
import { textOption } from './release-options.ts';
import { chooseEnvironment } from './take-step.ts';

/** The services, or what a command prints when there are none. */
export type ChosenInputs =
  | {
      readonly ok: true;
      readonly environment: string;
      readonly services: readonly BundledService[];
      readonly inputs: readonly DeployInput[];
    }
  | { readonly ok: false; readonly outcome: Outcome };

/** What the options `-e` and the argument `[service]` choose; descriptions with errors are refused. */
export async function chooseInputs(
  call: Call,
  command: string,
  preview?: Preview,
): Promise<ChosenInputs> {
  const loaded = await loadBundle(preview === undefined ? {} : { preview });
  if (!loaded.ok) return { ok: false, outcome: loaded.outcome };
  const chosen = chooseEnvironment(loaded.bundle, textOption(call, 'environment'));
  if (!chosen.ok) return { ok: false, outcome: misused(command, chosen.problem) };
  const { environment } = chosen;
  const errors = loaded.diagnostics.filter(
    ({ severity, at }) => severity === 'error' && (at.environment ?? environment) === environment,
  );
  if (errors.length > 0) return { ok: false, outcome: complaints(call, EXIT.findings, errors) };
  const [wanted] = call.positionals;
  const known = loaded.bundle.services.filter((one) => one.environment === environment);
  const services = known.filter(({ service }) => wanted === undefined || service === wanted);
  if (services.length === 0) {
    const problem = `there is no service \`${wanted ?? ''}\` in ${environment}; there are ${known.map(({ service }) => service).join(', ')}.`;
    return { ok: false, outcome: misused(command, problem) };
  }
  return {
    ok: true,
    environment,
    services,
    inputs: services.flatMap((one) => deployInputOf(one) ?? []),
  };
}
