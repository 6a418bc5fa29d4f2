/** cli › diff: what differs between the manifests that were committed and those of the app now, and what it does. */

import {
  diffObjects,
  hasErrors,
  isDestructive,
  renderDiffMarkdown,
  renderDiffText,
  renderText,
  type Diagnostic,
  type ObjectChange,
} from '../../index.ts';
import { EXIT, type Call, type Command, type Outcome } from '../command.ts';
import { committedObjects } from '../committed-objects.ts';
import { loadBundle } from '../load-bundle.ts';
import { objectsOf } from '../objects-of.ts';
import { textOption } from '../release-options.ts';

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
  examples: ['slipway diff', 'slipway diff --against origin/main --format markdown'],
  run,
};

async function run(call: Call): Promise<Outcome> {
  const loaded = await loadBundle();
  if (!loaded.ok) return { ...loaded.outcome, exitCode: FAILED };
  const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error');
  if (hasErrors(errors)) return failed(call, errors);
  const environment = textOption(call, 'environment');
  const known = [...new Set(loaded.bundle.services.map((service) => service.environment))];
  const committed = await committedObjects(textOption(call, 'against') ?? 'HEAD');
  if (!committed.ok) return failed(call, committed.diagnostics);
  const everywhere = new Set([...known, ...committed.objects.map((object) => object.environment)]);
  if (environment !== undefined && !everywhere.has(environment)) {
    const stderr = `slipway diff: there is no environment \`${environment}\`; there are ${known.join(', ')}.\n`;
    return { exitCode: EXIT.usage, stderr };
  }
  const all = diffObjects(committed.objects, objectsOf(loaded.bundle));
  const changes = all.filter(
    (change) => environment === undefined || change.environment === environment,
  );
  const refused =
    textOption(call, 'allow') === 'destructive'
      ? []
      : changes.filter(isDestructive).map(destructive);
  const exitCode = refused.length > 0 ? FAILED : changes.length > 0 ? DIFFERENT : EXIT.ok;
  return {
    exitCode,
    stdout: printed(call, committed.commit, changes),
    ...(refused.length === 0 ? {} : { stderr: renderText(refused, { color: call.color }) }),
  };
}

function printed(call: Call, commit: string, changes: readonly ObjectChange[]): string {
  const format = textOption(call, 'format');
  if (format === 'json')
    return `${JSON.stringify({ version: 1, against: commit, changes }, null, 2)}\n`;
  return format === 'markdown' ? renderDiffMarkdown(changes) : renderDiffText(changes);
}

function destructive({ environment, object, namespace, effects }: ObjectChange): Diagnostic {
  return {
    code: 'SW7022',
    name: 'destructive-change',
    severity: 'error',
    at: { ...(environment === '' ? {} : { environment }), object },
    message: effects
      .filter((effect) => effect.destructive === true)
      .map(({ says }) => `${object}${namespace === undefined ? '' : ` in ${namespace}`}: ${says}`)
      .join(' '),
    because: 'It does not come back by itself.',
    fix: `${effects.find(({ wayOut }) => wayOut !== undefined)?.wayOut ?? 'Take the change back if it is not meant.'} To accept it: \`--allow destructive\`.`,
  };
}

function failed({ options, color }: Call, diagnostics: readonly Diagnostic[]): Outcome {
  return options['format'] === 'json'
    ? { exitCode: FAILED, stdout: `${JSON.stringify({ version: 1, diagnostics }, null, 2)}\n` }
    : { exitCode: FAILED, stderr: renderText(diagnostics, { color }) };
}
