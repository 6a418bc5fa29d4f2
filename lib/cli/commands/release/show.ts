/** cli › release show: what runs where. */

import { describeRelease } from '../../../index.ts';
import { EXIT, type Call, type Command, type Outcome } from '../../command.ts';
import { environmentOption, jsonOption } from '../../release-options.ts';
import { releasesNow } from '../../releases-now.ts';

/** `slipway release show [service]`. */
export const releaseShowCommand: Command = {
  name: 'release show',
  arguments: ['[service]'],
  summary: 'Show what is released, and which steps are possible now.',
  options: {
    environment: { ...environmentOption, help: 'One environment. Default: all.' },
    json: jsonOption,
  },
  examples: ['slipway release show', 'slipway release show tickets -e production --json'],
  run,
};

async function run(call: Call): Promise<Outcome> {
  const now = await releasesNow(call);
  if (!now.ok) return now.outcome;
  const stdout =
    call.options['json'] === true
      ? `${JSON.stringify(now.releases, null, 2)}\n`
      : now.releases
          .map(({ environment, service, file, release }) => {
            const by = file === undefined ? ' (by the description, no release file yet)' : '';
            return `${service} in ${environment}: ${describeRelease(release)}${by}\n`;
          })
          .join('');
  return { exitCode: EXIT.ok, stdout };
}
