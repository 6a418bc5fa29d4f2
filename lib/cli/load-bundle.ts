/** cli › bundle: asks the project's own app what it would synthesise; nothing imports charts behind the user's back. */

import { renderText, type Bundle, type Diagnostic } from '../index.ts';
import { runApp, type RunOptions } from '../io/run-app.ts';
import { EXIT, type Outcome } from './command.ts';

/** The bundle, or why there is none: as complaints and as what a command prints then. */
export type LoadedBundle =
  | { readonly ok: true; readonly bundle: Bundle; readonly diagnostics: readonly Diagnostic[] }
  | {
      readonly ok: false;
      readonly diagnostics: readonly Diagnostic[];
      /** What the app printed of its failure. */
      readonly stderr: string;
      readonly outcome: Outcome;
    };

/** Runs the app of cdk8s.yaml in bundle mode; `helm` asks for the values of charts too, others for another edition, or a preview. */
export async function loadBundle(
  wishes: Pick<RunOptions<'bundle'>, 'helm' | 'edition' | 'preview'> = {},
): Promise<LoadedBundle> {
  const run = await runApp({ mode: 'bundle', ...wishes });
  if (run.ok) return { ok: true, bundle: run.bundle, diagnostics: run.bundle.diagnostics };
  const report = run.diagnostics.length === 0 ? '' : renderText(run.diagnostics);
  return {
    ok: false,
    diagnostics: run.diagnostics,
    stderr: run.stderr,
    outcome: { exitCode: EXIT.findings, stderr: `${run.stderr}${report}` },
  };
}
