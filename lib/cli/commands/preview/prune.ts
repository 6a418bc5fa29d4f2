/** cli › preview prune: takes away the previews that were not deployed for a while. */

import { objectsOf } from '../../../cluster/objects.ts';
import { livePreviews, removePreview } from '../../../cluster/previews.ts';
import { parseDuration } from '../../../index.ts';
import { connectFor, contextOption, misused, withCluster } from '../../cluster-options.ts';
import { EXIT, type Call, type Command, type Outcome } from '../../command.ts';
import { dryRunOption, jsonOption, textOption } from '../../release-options.ts';
import { previewLine } from './list.ts';

/** `slipway preview prune`. */
export const previewPruneCommand: Command = {
  name: 'preview prune',
  arguments: [],
  summary: 'Take away previews that were not deployed for a while.',
  options: {
    environment: { type: 'string', short: 'e', value: 'name', help: 'Environment they copy.' },
    'older-than': {
      type: 'string',
      value: 'time',
      help: 'Time since the last deployment, e.g. 72h.',
    },
    context: contextOption,
    'dry-run': { ...dryRunOption, help: 'Say which, and change nothing.' },
    json: jsonOption,
  },
  examples: ['slipway preview prune -e preview --older-than 72h'],
  run,
};

async function run(call: Call): Promise<Outcome> {
  const environment = textOption(call, 'environment');
  if (environment === undefined) {
    return misused('preview prune', 'which environment do they copy? Say `-e <name>`.');
  }
  const age = textOption(call, 'older-than');
  if (age === undefined) return misused('preview prune', 'how old? Say `--older-than 72h`.');
  const parsed = parseDuration(age);
  if (!parsed.ok) return misused('preview prune', `${parsed.problem}.`);
  const oldest = Date.now() - parsed.value * 1000;
  const dryRun = call.options['dry-run'] === true;
  return withCluster(call, EXIT.findings, async () => {
    const objects = objectsOf(await connectFor(call));
    const previews = await livePreviews(objects, environment);
    const old = previews.filter(({ deployed, ending }) => !ending && Date.parse(deployed) < oldest);
    if (!dryRun) for (const preview of old) await removePreview(objects, preview);
    if (call.options['json'] === true) {
      const data = { version: 1, environment, dryRun, pruned: old };
      return { exitCode: EXIT.ok, stdout: `${JSON.stringify(data, null, 2)}\n` };
    }
    const lines = old.map(
      (preview) => `${dryRun ? 'Would go' : 'Goes'}: ${previewLine(preview)}\n`,
    );
    const kept = previews.length - old.length;
    return { exitCode: EXIT.ok, stdout: `${lines.join('')}${old.length} pruned, ${kept} kept.\n` };
  });
}
