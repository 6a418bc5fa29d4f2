/** cli › preview down: takes a preview away, with its namespaces and everything in them. */

import { objectsOf } from '../../../cluster/objects.ts';
import { livePreviews, removePreview } from '../../../cluster/previews.ts';
import { connectFor, contextOption, misused, withCluster } from '../../cluster-options.ts';
import { EXIT, type Call, type Command, type Outcome } from '../../command.ts';
import { jsonOption, textOption } from '../../release-options.ts';

/** `slipway preview down`. */
export const previewDownCommand: Command = {
  name: 'preview down',
  arguments: ['<name>'],
  summary: 'Take a preview away. One that is not there is no mistake.',
  options: {
    environment: { type: 'string', short: 'e', value: 'name', help: 'Environment it copies.' },
    context: contextOption,
    json: jsonOption,
  },
  examples: ['slipway preview down pr-7 -e preview'],
  run,
};

async function run(call: Call): Promise<Outcome> {
  const [name = ''] = call.positionals;
  const environment = textOption(call, 'environment');
  if (environment === undefined) {
    return misused('preview down', 'which environment does it copy? Say `-e <name>`.');
  }
  return withCluster(call, EXIT.findings, async () => {
    const objects = objectsOf(await connectFor(call));
    const previews = await livePreviews(objects, environment);
    const found = previews.find((preview) => preview.name === name);
    if (found !== undefined) await removePreview(objects, found);
    const namespaces = found?.namespaces ?? [];
    if (call.options['json'] === true) {
      return {
        exitCode: EXIT.ok,
        stdout: `${JSON.stringify({ version: 1, environment, name, namespaces }, null, 2)}\n`,
      };
    }
    return {
      exitCode: EXIT.ok,
      stdout:
        found === undefined
          ? `There is no preview ${name} of ${environment}.\n`
          : `${name} of ${environment} goes, with ${namespaces.join(', ')}.\n`,
    };
  });
}
