/** cli › release history: what ran before, with the numbers `rollback --to` takes. */

import { describeRelease, historyLines } from '../../../index.ts';
import { EXIT, type Call, type Command, type Outcome } from '../../command.ts';
import { environmentOption, jsonOption } from '../../release-options.ts';
import { releasesNow } from '../../releases-now.ts';

/** `slipway release history <service>`. */
export const releaseHistoryCommand: Command = {
  name: 'release history',
  arguments: ['<service>'],
  summary: 'List the images a service ran before, the newest first.',
  options: {
    environment: { ...environmentOption, help: 'One environment. Default: all.' },
    json: jsonOption,
  },
  examples: ['slipway release history shop -e production'],
  run,
};

async function run(call: Call): Promise<Outcome> {
  const now = await releasesNow(call);
  if (!now.ok) return now.outcome;
  const stdout =
    call.options['json'] === true
      ? `${JSON.stringify(
          now.releases.map(({ environment, service, release }) => ({
            environment,
            service,
            history: release.history ?? [],
          })),
          null,
          2,
        )}\n`
      : now.releases
          .map(({ environment, service, release }) => {
            const past = historyLines(release);
            const lines = past.length === 0 ? ['nothing before'] : past;
            return [`${service} in ${environment}: ${describeRelease(release)}`, ...lines]
              .join('\n  ')
              .concat('\n');
          })
          .join('');
  return { exitCode: EXIT.ok, stdout };
}
