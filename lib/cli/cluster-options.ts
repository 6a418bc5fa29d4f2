/** cli › clusters: options that every command about a cluster takes, and how its failures are shown. */

import { type Diagnostic, renderText } from '../index.ts';
import { ClusterError, Interrupted } from '../cluster/cluster-error.ts';
import { type Cluster, connect } from '../cluster/connect.ts';
import type { DeployInput } from '../cluster/deploy-run.ts';
import { isManifest, type BundledService } from '../index.ts';
import { EXIT, type Call, type OptionSpec, type Outcome } from './command.ts';
import { textOption } from './release-options.ts';

/** The cluster that is meant. */
export const contextOption: OptionSpec = {
  type: 'string',
  value: 'name',
  help: 'Context of the kubeconfig. Default: the current one.',
};

/** Ended by Ctrl-C. @see https://tldp.org/LDP/abs/html/exitcodes.html */
export const INTERRUPTED = 130;

/** Connects as the options say; a lost connection is told on the error channel. */
export function connectFor(call: Call): Promise<Cluster> {
  const context = textOption(call, 'context');
  return connect({
    ...(context === undefined ? {} : { context }),
    ...(call.signal === undefined ? {} : { signal: call.signal }),
    onConnection: (problem) =>
      call.tell?.(
        problem === undefined
          ? 'The cluster answers again.\n'
          : `The cluster does not answer (${problem}); trying again …\n`,
      ),
  });
}

/** What is deployed of a service; undefined when its description has errors. */
export function deployInputOf({
  service,
  environment,
  plan,
  manifests,
}: BundledService): DeployInput | undefined {
  if (plan === undefined) return undefined;
  return {
    ...{ service, environment },
    namespace: plan.namespace.name,
    manifests: manifests.filter(isManifest),
  };
}

/** Runs what talks to a cluster; what the cluster refuses becomes complaints, and a stop is no bug. */
export async function withCluster(
  call: Call,
  failedCode: number,
  body: () => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof Interrupted) {
      return { exitCode: INTERRUPTED, stderr: 'Stopped; nothing was changed.\n' };
    }
    if (error instanceof ClusterError) return complaints(call, failedCode, error.diagnostics);
    throw error;
  }
}

/** Complaints as text, or as data where data is asked for. */
export function complaints(
  { options, color }: Call,
  exitCode: number,
  diagnostics: readonly Diagnostic[],
): Outcome {
  return options['json'] === true || options['format'] === 'json'
    ? { exitCode, stdout: `${JSON.stringify({ version: 1, diagnostics }, null, 2)}\n` }
    : { exitCode, stderr: renderText(diagnostics, { color }) };
}

/** A mistake in the command line. */
export function misused(command: string, problem: string): Outcome {
  return { exitCode: EXIT.usage, stderr: `slipway ${command}: ${problem}\n` };
}
