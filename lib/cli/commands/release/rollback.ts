/** cli › release rollback: back to a version that ran before. */

import { EXIT, type Call, type Command, type Outcome } from '../../command.ts';
import { dryRunOption, environmentOption, jsonOption, textOption } from '../../release-options.ts';
import { takeStep } from '../../take-step.ts';

/** `slipway release rollback <service>`. */
export const releaseRollbackCommand: Command = {
  name: 'release rollback',
  arguments: ['<service>'],
  summary: 'Go back to a version that ran before; in slots by switching traffic, while it is held.',
  options: {
    environment: environmentOption,
    to: {
      type: 'string',
      value: 'N',
      help: 'Number in `slipway release history`. Default: the newest nobody went back from.',
    },
    'dry-run': dryRunOption,
    json: jsonOption,
  },
  examples: [
    'slipway release rollback shop -e production',
    'slipway release rollback shop -e production --to 3',
  ],
  run,
};

function run(call: Call): Promise<Outcome> {
  const to = textOption(call, 'to');
  if (to === undefined) return takeStep(call, { kind: 'rollback' });
  if (/^[1-9]\d{0,3}$/.test(to)) return takeStep(call, { kind: 'rollback', to: Number(to) });
  return Promise.resolve({
    exitCode: EXIT.usage,
    stderr: `slipway release rollback: --to is a number of \`slipway release history\`, counted from 1; \`${to}\` is not.\n`,
  });
}
