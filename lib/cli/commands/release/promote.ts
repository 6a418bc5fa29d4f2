/** cli › release promote: the next phase of a change with two slots. */

import type { Command } from '../../command.ts';
import { dryRunOption, environmentOption, jsonOption } from '../../release-options.ts';
import { takeStep } from '../../take-step.ts';

/** `slipway release promote <service>`. */
export const releasePromoteCommand: Command = {
  name: 'release promote',
  arguments: ['<service>'],
  summary:
    'Take a new version one step further: the next phase of two slots, the next share of a canary.',
  options: { environment: environmentOption, 'dry-run': dryRunOption, json: jsonOption },
  examples: ['slipway release promote tickets -e production'],
  run: (call) => takeStep(call, { kind: 'promote' }),
};
