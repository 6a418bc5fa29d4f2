/** cli › releases: takes a step of a release, in the file or only in words. */

import {
  changeReleases,
  type Bundle,
  type ChangedReleases,
  type Diagnostic,
  nearestName,
  renderText,
  type ServicePlan,
  type WantedStep,
} from '../index.ts';
import { changeReleaseFile, readReleaseFile, releasePath } from '../io/release-file.ts';
import { EXIT, type Call, type Outcome } from './command.ts';
import { loadBundle } from './load-bundle.ts';
import { textOption } from './release-options.ts';

/** Takes a step of the service that is the command's first argument. */
export async function takeStep(call: Call, step: WantedStep): Promise<Outcome> {
  const loaded = await loadBundle();
  if (!loaded.ok) return loaded.outcome;
  const [service = ''] = call.positionals;
  const chosen = chooseEnvironment(loaded.bundle, textOption(call, 'environment'));
  if (!chosen.ok) return { exitCode: EXIT.usage, stderr: `slipway release: ${chosen.problem}\n` };
  const { environment } = chosen;
  const broken = brokenDescription(loaded.bundle, service, environment);
  if (broken.length > 0) return refused(call, broken);
  const file = releasePath(environment);
  const plans = plansIn(loaded.bundle, environment);
  const change = (text: string | undefined): ChangedReleases =>
    changeReleases({
      ...{ service, environment, file, plans, step },
      ...(text === undefined ? {} : { text }),
    });
  const dryRun = call.options['dry-run'] === true;
  const changed = dryRun ? tried(environment, change) : await made(environment, change);
  if (!changed.ok) return refused(call, changed.diagnostics);
  const { text: _text, ok: _ok, ...told } = changed;
  if (call.options['json'] === true) {
    return {
      exitCode: EXIT.ok,
      stdout: `${JSON.stringify({ service, environment, file, dryRun, ...told }, null, 2)}\n`,
    };
  }
  const next = !changed.changed
    ? 'Nothing to write.'
    : dryRun
      ? `Nothing was written to ${file} (--dry-run).`
      : `Written to ${file}. Next: \`slipway synth\`, look at \`slipway diff\`, commit.`;
  return {
    exitCode: EXIT.ok,
    stdout: `${service} in ${environment}: ${changed.says}\n${next}\n`,
  };
}

/** The environment that is asked for, or the only one. */
export function chooseEnvironment(
  { services }: Bundle,
  asked: string | undefined,
):
  | { readonly ok: true; readonly environment: string }
  | { readonly ok: false; readonly problem: string } {
  const known = [...new Set(services.map(({ environment }) => environment))];
  const [only] = known;
  if (asked === undefined) {
    return only !== undefined && known.length === 1
      ? { ok: true, environment: only }
      : {
          ok: false,
          problem: `which environment? Say \`-e <name>\`; there are ${known.join(', ') || 'none'}.`,
        };
  }
  if (known.includes(asked)) return { ok: true, environment: asked };
  const nearest = nearestName(asked, known);
  return {
    ok: false,
    problem: `there is no environment \`${asked}\`${nearest === undefined ? `; there are ${known.join(', ') || 'none'}.` : `: did you mean \`${nearest}\`?`}`,
  };
}

/** Plans of an environment by service. */
export function plansIn(
  { services }: Bundle,
  environment: string,
): Readonly<Record<string, ServicePlan>> {
  return Object.fromEntries(
    services.flatMap(({ service, environment: own, plan }) =>
      own === environment && plan !== undefined ? [[service, plan]] : [],
    ),
  );
}

/** A service without a plan has errors in its description, which come first. */
function brokenDescription(
  bundle: Bundle,
  service: string,
  environment: string,
): readonly Diagnostic[] {
  const found = bundle.services.find(
    (candidate) => candidate.service === service && candidate.environment === environment,
  );
  if (found === undefined || found.plan !== undefined) return [];
  return bundle.diagnostics.filter(
    ({ at, severity }) =>
      severity === 'error' && at.service === service && at.environment === environment,
  );
}

function tried(
  environment: string,
  change: (text: string | undefined) => ChangedReleases,
): ChangedReleases {
  const found = readReleaseFile(environment);
  if (found.kind === 'unreadable') return { ok: false, diagnostics: [found.diagnostic] };
  return change(found.kind === 'text' ? found.text : undefined);
}

async function made(
  environment: string,
  change: (text: string | undefined) => ChangedReleases,
): Promise<ChangedReleases> {
  const written = await changeReleaseFile(environment, (text) => {
    const result = change(text);
    return result.ok && result.changed ? { text: result.text, result } : { result };
  });
  return written.ok ? written.result : { ok: false, diagnostics: [written.diagnostic] };
}

function refused({ options, color }: Call, diagnostics: readonly Diagnostic[]): Outcome {
  return options['json'] === true
    ? { exitCode: EXIT.findings, stdout: `${JSON.stringify({ diagnostics }, null, 2)}\n` }
    : { exitCode: EXIT.findings, stderr: renderText(diagnostics, { color }) };
}
