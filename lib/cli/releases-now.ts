/** cli › releases: what is released now, by the files, and by the description where there is no file. */

import {
  type Diagnostic,
  firstRelease,
  readReleases,
  renderText,
  type ServiceRelease,
} from '../index.ts';
import { readReleaseFile, releasePath } from '../io/release-file.ts';
import { EXIT, type Call, type Outcome } from './command.ts';
import { loadBundle } from './load-bundle.ts';
import { textOption } from './release-options.ts';
import { chooseEnvironment, plansIn } from './take-step.ts';

/** What one service runs in one environment. */
export interface ReleaseNow {
  readonly environment: string;
  readonly service: string;
  /** Absent where the description alone says it. */
  readonly file?: string;
  readonly release: ServiceRelease;
}

/** All that is released, narrowed by the command's options and its first argument. */
export async function releasesNow(
  call: Call,
): Promise<
  | { readonly ok: true; readonly releases: readonly ReleaseNow[] }
  | { readonly ok: false; readonly outcome: Outcome }
> {
  const loaded = await loadBundle();
  if (!loaded.ok) return loaded;
  const { bundle } = loaded;
  const asked = textOption(call, 'environment');
  const chosen = asked === undefined ? undefined : chooseEnvironment(bundle, asked);
  if (chosen?.ok === false) {
    const stderr = `slipway release: ${chosen.problem}\n`;
    return { ok: false, outcome: { exitCode: EXIT.usage, stderr } };
  }
  const all = [...new Set(bundle.services.map(({ environment }) => environment))];
  const environments = chosen === undefined ? all : [chosen.environment];
  const [wanted] = call.positionals;
  const releases: ReleaseNow[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const environment of environments) {
    const found = fileOf(environment);
    diagnostics.push(...found.diagnostics);
    for (const [service, plan] of Object.entries(plansIn(bundle, environment))) {
      const release = found.releases?.[service] ?? firstRelease(plan);
      if (release === undefined || (wanted !== undefined && wanted !== service)) continue;
      const file =
        found.releases?.[service] === undefined ? {} : { file: releasePath(environment) };
      releases.push({ environment, service, ...file, release });
    }
  }
  if (diagnostics.length > 0) {
    const stderr = renderText(diagnostics, { color: call.color });
    return { ok: false, outcome: { exitCode: EXIT.findings, stderr } };
  }
  if (releases.length === 0) {
    const stderr = `There is no service${wanted === undefined ? '' : ` \`${wanted}\``} in ${environments.join(', ') || 'any environment'}, or its description has errors: \`slipway check\` says.\n`;
    return { ok: false, outcome: { exitCode: EXIT.findings, stderr } };
  }
  return { ok: true, releases };
}

function fileOf(environment: string): {
  readonly releases?: Readonly<Record<string, ServiceRelease>>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const found = readReleaseFile(environment);
  if (found.kind === 'none') return { diagnostics: [] };
  if (found.kind === 'unreadable') return { diagnostics: [found.diagnostic] };
  const read = readReleases({ file: releasePath(environment), environment, text: found.text });
  return read.ok ? { releases: read.releases, diagnostics: [] } : { diagnostics: read.diagnostics };
}
