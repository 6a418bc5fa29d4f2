/** cli › release abort: gives up a version that does not serve yet. */

import type { Command } from '../../command.ts';
import { dryRunOption, environmentOption, jsonOption } from '../../release-options.ts';
import { takeStep } from '../../take-step.ts';

/** `slipway release abort <service>`. */
export const releaseAbortCommand: Command = {
  name: 'release abort',
  arguments: ['<service>'],
  summary: 'Give up a version that is staged, warmed up or tried out, and has not taken over.',
  options: { environment: environmentOption, 'dry-run': dryRunOption, json: jsonOption },
  examples: ['slipway release abort tickets -e production'],
  run: (call) => takeStep(call, { kind: 'abort' }),
};
