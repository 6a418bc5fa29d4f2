/** cli › preview list: which previews are in the cluster, and when each was last deployed. */

import { objectsOf } from '../../../cluster/objects.ts';
import { type LivePreview, livePreviews } from '../../../cluster/previews.ts';
import { connectFor, contextOption, withCluster } from '../../cluster-options.ts';
import { EXIT, type Call, type Command, type Outcome } from '../../command.ts';
import { jsonOption, textOption } from '../../release-options.ts';

/** `slipway preview list`. */
export const previewListCommand: Command = {
  name: 'preview list',
  arguments: [],
  summary: 'Show the previews of the cluster, and when each was last deployed.',
  options: {
    environment: {
      type: 'string',
      short: 'e',
      value: 'name',
      help: 'Environment they copy. Default: all.',
    },
    context: contextOption,
    json: jsonOption,
  },
  examples: ['slipway preview list', 'slipway preview list -e preview --json'],
  run,
};

function run(call: Call): Promise<Outcome> {
  return withCluster(call, EXIT.findings, async () => {
    const objects = objectsOf(await connectFor(call));
    const previews = await livePreviews(objects, textOption(call, 'environment'));
    return {
      exitCode: EXIT.ok,
      stdout:
        call.options['json'] === true
          ? `${JSON.stringify({ version: 1, previews }, null, 2)}\n`
          : previews.length === 0
            ? 'There are no previews.\n'
            : previews.map((preview) => `${previewLine(preview)}\n`).join(''),
    };
  });
}

/** A preview in one line. */
export function previewLine(preview: LivePreview): string {
  const { environment, name, namespaces, deployed, ending } = preview;
  return `${name} of ${environment}, deployed ${deployed}, in ${namespaces.join(', ')}${ending ? ' (going)' : ''}`;
}
