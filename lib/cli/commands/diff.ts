/** cli › diff: what differs between the manifests that were committed and those of the app now, and what it does. */

import { objectsOf as objectsIn } from '../../cluster/objects.ts';
import {
  diffObjects,
  hasErrors,
  isDestructive,
  renderDiffMarkdown,
  renderDiffText,
  renderText,
  type Bundle,
  type Diagnostic,
  type ObjectChange,
} from '../../index.ts';
import {
  complaints,
  connectFor,
  contextOption,
  deployInputOf,
  misused,
  withCluster,
} from '../cluster-options.ts';
import { EXIT, type Call, type Command, type Outcome } from '../command.ts';
import { committedObjects } from '../committed-objects.ts';
import { destructive } from '../destructive.ts';
import { liveChanges } from '../live-changes.ts';
import { loadBundle } from '../load-bundle.ts';
import { objectsOf } from '../objects-of.ts';
import { textOption } from '../release-options.ts';
import { chooseEnvironment } from '../take-step.ts';

/** Exit codes of the command: as `diff`, and as `kubectl diff`. */
const DIFFERENT = 1;
const FAILED = 2;

/** `slipway diff`. */
export const diffCommand: Command = {
  name: 'diff',
  arguments: [],
  summary:
    'Show what will change, field by field and by blast radius. Exits 0 same, 1 changes, 2 error.',
  options: {
    against: { type: 'string', value: 'ref', help: 'Commit to compare with. Default: HEAD.' },
    live: {
      type: 'boolean',
      help: 'Compare with the cluster instead, one environment; asks the server, changes nothing.',
    },
    context: contextOption,
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
    allow: {
      type: 'string',
      value: 'what',
      choices: ['destructive'],
      help: 'Accept data loss, outages and objects that must be recreated.',
    },
  },
  examples: [
    'slipway diff',
    'slipway diff --against origin/main --format markdown',
    'slipway diff --live -e production',
  ],
  stoppable: true,
  run,
};

async function run(call: Call): Promise<Outcome> {
  const loaded = await loadBundle();
  if (!loaded.ok) return { ...loaded.outcome, exitCode: FAILED };
  const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error');
  if (hasErrors(errors)) return complaints(call, FAILED, errors);
  if (call.options['live'] === true) return live(call, loaded.bundle);
  const environment = textOption(call, 'environment');
  const known = [...new Set(loaded.bundle.services.map((service) => service.environment))];
  const committed = await committedObjects(textOption(call, 'against') ?? 'HEAD');
  if (!committed.ok) return complaints(call, FAILED, committed.diagnostics);
  const everywhere = new Set([...known, ...committed.objects.map((object) => object.environment)]);
  if (environment !== undefined && !everywhere.has(environment)) {
    const stderr = `slipway diff: there is no environment \`${environment}\`; there are ${known.join(', ')}.\n`;
    return { exitCode: EXIT.usage, stderr };
  }
  const all = diffObjects(committed.objects, objectsOf(loaded.bundle));
  const changes = all.filter(
    (change) => environment === undefined || change.environment === environment,
  );
  return judged(call, { against: committed.commit }, changes, []);
}

/** Compares with a cluster. */
async function live(call: Call, bundle: Bundle): Promise<Outcome> {
  if (call.options['against'] !== undefined) {
    return misused(
      'diff',
      'compares with one thing: `--against` a commit, or the `--live` cluster.',
    );
  }
  const chosen = chooseEnvironment(bundle, textOption(call, 'environment'));
  if (!chosen.ok) return misused('diff', chosen.problem);
  const inputs = bundle.services
    .filter(({ environment }) => environment === chosen.environment)
    .flatMap((one) => deployInputOf(one) ?? []);
  return withCluster(call, FAILED, async () => {
    const objects = objectsIn(await connectFor(call));
    const { changes, diagnostics } = await liveChanges(objects, inputs);
    return judged(call, { live: objects.cluster.context }, changes, diagnostics);
  });
}

/** Shows the changes; what is destructive and not allowed, or refused by a cluster, fails. */
function judged(
  call: Call,
  against: Readonly<Record<string, string>>,
  changes: readonly ObjectChange[],
  diagnostics: readonly Diagnostic[],
): Outcome {
  const allowed = textOption(call, 'allow') === 'destructive';
  const problems = [
    ...diagnostics,
    ...(allowed ? [] : changes.filter(isDestructive).map(destructive)),
  ];
  const failed = hasErrors(problems);
  return {
    exitCode: failed ? FAILED : changes.length > 0 ? DIFFERENT : EXIT.ok,
    stdout: printed(
      call,
      { ...against, ...(diagnostics.length > 0 ? { diagnostics } : {}) },
      changes,
    ),
    ...(problems.length === 0 ? {} : { stderr: renderText(problems, { color: call.color }) }),
  };
}

function printed(call: Call, head: object, changes: readonly ObjectChange[]): string {
  const format = textOption(call, 'format');
  if (format === 'json') return `${JSON.stringify({ version: 1, ...head, changes }, null, 2)}\n`;
  return format === 'markdown' ? renderDiffMarkdown(changes) : renderDiffText(changes);
}
