/** cli › upgrade: what a newer edition would change, by asking the app twice; it changes nothing itself. */

import {
  diffObjects,
  hasErrors,
  renderDiffMarkdown,
  renderDiffText,
  type BundledService,
  type ObjectChange,
} from '../../index.ts';
import { complaints, misused } from '../cluster-options.ts';
import { EXIT, type Call, type Command, type Outcome } from '../command.ts';
import { loadBundle } from '../load-bundle.ts';
import { objectsOf } from '../objects-of.ts';
import { textOption } from '../release-options.ts';

/** Exit codes of the command: those of `slipway diff`. */
const DIFFERENT = 1;
const FAILED = 2;

/** `slipway upgrade`. */
export const upgradeCommand: Command = {
  name: 'upgrade',
  arguments: [],
  summary:
    'Show what a newer edition would change, by blast radius. Exits 0 same, 1 changes, 2 error.',
  options: {
    to: { type: 'string', value: 'edition', help: 'Edition to look at. Default: the newest.' },
    environment: {
      type: 'string',
      short: 'e',
      value: 'name',
      help: 'One environment. Default: all.',
    },
    format: {
      type: 'string',
      value: 'format',
      choices: ['text', 'markdown', 'json'],
      help: 'How to print.',
    },
  },
  examples: ['slipway upgrade', 'slipway upgrade --to 2 -e production --format markdown'],
  run,
};

/** A service and the edition it is at. */
interface At {
  readonly service: string;
  readonly edition: number;
}

async function run(call: Call): Promise<Outcome> {
  const now = await loadBundle();
  if (!now.ok) return { ...now.outcome, exitCode: FAILED };
  const broken = now.diagnostics.filter(({ severity }) => severity === 'error');
  if (hasErrors(broken)) return complaints(call, FAILED, broken);
  const { services } = now.bundle;
  const environment = textOption(call, 'environment');
  const environments = [...new Set(services.map((one) => one.environment))];
  if (environment !== undefined && !environments.includes(environment)) {
    const problem = `there is no environment \`${environment}\`; there are ${environments.join(', ')}.`;
    return misused('upgrade', problem);
  }
  const chosen = chooseEdition(services, textOption(call, 'to'));
  if (!chosen.ok) return misused('upgrade', chosen.problem);
  const { edition } = chosen;
  const moving = editionsOf(services).filter((one) => one.edition !== edition);
  if (moving.length === 0) return told(call, edition, moving, []);
  const then = await loadBundle({ edition });
  if (!then.ok) return { ...then.outcome, exitCode: FAILED };
  const errors = then.diagnostics.filter(({ severity }) => severity === 'error');
  if (hasErrors(errors)) return complaints(call, FAILED, errors);
  const changes = diffObjects(objectsOf(now.bundle), objectsOf(then.bundle)).filter(
    (change) => environment === undefined || change.environment === environment,
  );
  return told(call, edition, moving, changes);
}

/** The edition that is asked for, else the newest that every service could name. */
function chooseEdition(
  services: readonly BundledService[],
  asked: string | undefined,
):
  | { readonly ok: true; readonly edition: number }
  | { readonly ok: false; readonly problem: string } {
  const [first, ...others] = services.map(({ editions }) => editions);
  const known = (first ?? []).filter((edition) =>
    others.every((editions) => editions.includes(edition)),
  );
  const edition = asked === undefined ? known.at(-1) : known.find((one) => String(one) === asked);
  if (edition !== undefined) return { ok: true, edition };
  return {
    ok: false,
    problem:
      asked === undefined
        ? 'the app describes no service.'
        : `there is no edition \`${asked}\`; this version of slipway knows ${known.join(', ')}.`,
  };
}

function editionsOf(services: readonly BundledService[]): readonly At[] {
  const editions = services.flatMap(({ service, plan }) =>
    plan === undefined ? [] : [[service, plan.edition] as const],
  );
  return [...new Map(editions)].map(([service, edition]) => ({ service, edition }));
}

function told(
  call: Call,
  edition: number,
  moving: readonly At[],
  changes: readonly ObjectChange[],
): Outcome {
  const exitCode = changes.length > 0 ? DIFFERENT : EXIT.ok;
  const format = textOption(call, 'format');
  if (format === 'json') {
    const data = { version: 1, edition, services: moving, changes };
    return { exitCode, stdout: `${JSON.stringify(data, null, 2)}\n` };
  }
  if (moving.length === 0) {
    return { exitCode, stdout: `Every service is at edition ${edition}: nothing to upgrade.\n` };
  }
  const from = moving.map(({ service, edition: own }) => `${service} ${own} → ${edition}`);
  const head = `Editions: ${from.join(', ')}.\n\n`;
  const names = moving.map(({ service }) => service).join(', ');
  const next = `\nTo take it, say \`edition: ${edition}\` in the description of ${names} and run \`slipway synth\`. Until then nothing changes.\n`;
  const diff = format === 'markdown' ? renderDiffMarkdown(changes) : renderDiffText(changes);
  return { exitCode, stdout: `${head}${diff}${next}` };
}
