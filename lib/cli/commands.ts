/** cli › commands: the table of all commands, in the order of help. */

import type { Command } from './command.ts';
import { checkCommand } from './commands/check.ts';
import { completionCommand } from './commands/completion.ts';
import { convertIngressCommand } from './commands/convert-ingress.ts';
import { deployCommand } from './commands/deploy.ts';
import { diffCommand } from './commands/diff.ts';
import { docsCommand } from './commands/docs.ts';
import { doctorCommand } from './commands/doctor.ts';
import { explainCommand } from './commands/explain.ts';
import { helmParamsCommand } from './commands/helm/params.ts';
import { previewDownCommand } from './commands/preview/down.ts';
import { previewListCommand } from './commands/preview/list.ts';
import { previewPruneCommand } from './commands/preview/prune.ts';
import { previewUpCommand } from './commands/preview/up.ts';
import { releaseAbortCommand } from './commands/release/abort.ts';
import { releaseHistoryCommand } from './commands/release/history.ts';
import { releasePromoteCommand } from './commands/release/promote.ts';
import { releaseRollbackCommand } from './commands/release/rollback.ts';
import { releaseSetCommand } from './commands/release/set.ts';
import { releaseShowCommand } from './commands/release/show.ts';
import { statusCommand } from './commands/status.ts';
import { synthCommand } from './commands/synth.ts';
import { upgradeCommand } from './commands/upgrade.ts';

/** Every command; help, completion and the tests of both are made from it. */
export const COMMANDS: readonly Command[] = [
  synthCommand,
  checkCommand,
  explainCommand,
  diffCommand,
  deployCommand,
  statusCommand,
  doctorCommand,
  helmParamsCommand,
  releaseSetCommand,
  releasePromoteCommand,
  releaseRollbackCommand,
  releaseAbortCommand,
  releaseShowCommand,
  releaseHistoryCommand,
  previewUpCommand,
  previewDownCommand,
  previewListCommand,
  previewPruneCommand,
  convertIngressCommand,
  upgradeCommand,
  docsCommand,
  completionCommand(() => COMMANDS),
];
