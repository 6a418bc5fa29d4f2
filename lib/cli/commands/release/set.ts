/** cli › release set: a new version of a service, in place at once or staged in the slot that does not serve. */

import type { Command } from '../../command.ts';
import { dryRunOption, environmentOption, jsonOption } from '../../release-options.ts';
import { takeStep } from '../../take-step.ts';

/** `slipway release set <service> <image>`. */
export const releaseSetCommand: Command = {
  name: 'release set',
  arguments: ['<service>', '<image>'],
  summary: 'Release an image: `repository:tag`, `repository:tag@sha256:…`, or the tag alone.',
  options: { environment: environmentOption, 'dry-run': dryRunOption, json: jsonOption },
  examples: [
    'slipway release set shop ghcr.io/acme/shop:1.5.0 -e production',
    'slipway release set shop 1.5.0 -e staging --dry-run',
  ],
  run: (call) => takeStep(call, { kind: 'set', image: call.positionals[1] ?? '' }),
};
