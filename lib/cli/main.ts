#!/usr/bin/env node
/** cli: finds the command, runs it, and is the only place that ends the process. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nearestName } from '../index.ts';
import { EXIT, type Command, type Outcome } from './command.ts';
import { checkCommand } from './commands/check.ts';
import { deployCommand } from './commands/deploy.ts';
import { convertIngressCommand } from './commands/convert-ingress.ts';
import { diffCommand } from './commands/diff.ts';
import { docsCommand } from './commands/docs.ts';
import { doctorCommand } from './commands/doctor.ts';
import { explainCommand } from './commands/explain.ts';
import { helmParamsCommand } from './commands/helm/params.ts';
import { releaseAbortCommand } from './commands/release/abort.ts';
import { releaseHistoryCommand } from './commands/release/history.ts';
import { releasePromoteCommand } from './commands/release/promote.ts';
import { releaseRollbackCommand } from './commands/release/rollback.ts';
import { releaseSetCommand } from './commands/release/set.ts';
import { releaseShowCommand } from './commands/release/show.ts';
import { statusCommand } from './commands/status.ts';
import { synthCommand } from './commands/synth.ts';
import { findCommand } from './find-command.ts';
import { helpFor, overview } from './help.ts';
import { packageFolder } from './package-folder.ts';
import { parseCall } from './parse-call.ts';

const COMMANDS: readonly Command[] = [
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
  convertIngressCommand,
  docsCommand,
];

const outcome = await dispatch(process.argv.slice(2)).catch(bug);
if (outcome.stdout !== undefined) process.stdout.write(outcome.stdout);
if (outcome.stderr !== undefined) process.stderr.write(outcome.stderr);
process.exitCode = outcome.exitCode;

async function dispatch(args: readonly string[]): Promise<Outcome> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const topic = findCommand(COMMANDS, rest);
    return {
      exitCode: name === undefined ? EXIT.usage : EXIT.ok,
      stdout:
        topic.kind === 'command'
          ? helpFor(topic.command)
          : overview(topic.kind === 'group' ? topic.commands : COMMANDS, version()),
    };
  }
  if (name === '--version' || name === '-v') return { exitCode: EXIT.ok, stdout: `${version()}\n` };
  const found = findCommand(COMMANDS, args);
  if (found.kind === 'unknown') {
    return { exitCode: EXIT.usage, stderr: unknownCommand(found.name, found.known) };
  }
  if (found.kind === 'group') {
    const asked = found.isHelp;
    return { exitCode: asked ? EXIT.ok : EXIT.usage, stdout: overview(found.commands, version()) };
  }
  const { command } = found;
  const parsed = parseCall(command, found.rest, wantsColor());
  if (!parsed.ok) {
    return {
      exitCode: EXIT.usage,
      stderr: `slipway ${command.name}: ${parsed.problem}\nHelp: slipway ${command.name} --help\n`,
    };
  }
  if (parsed.help) return { exitCode: EXIT.ok, stdout: helpFor(command) };
  return command.run({
    ...parsed.call,
    tell: (text) => void process.stderr.write(text),
    redraws: process.stderr.isTTY,
    columns: process.stderr.columns,
    ...(command.stoppable === true ? { signal: stopSignal() } : {}),
  });
}

/** Comes with the first Ctrl-C; the second ends the process at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130);
      process.stderr.write('Stopping in good order; once more ends at once.\n');
      controller.abort();
    });
  }
  return controller.signal;
}

/** @see https://no-color.org */
function wantsColor(): boolean {
  return process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
}

function unknownCommand(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  const hint =
    nearest === undefined ? `known: ${known.join(', ')}.` : `did you mean \`${nearest}\`?`;
  return `There is no command \`${name}\`: ${hint}\nHelp: slipway --help\n`;
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8'));
  const found: unknown =
    typeof manifest === 'object' && manifest !== null
      ? Reflect.get(manifest, 'version')
      : undefined;
  return typeof found === 'string' ? found : 'unknown';
}

/** The one stack trace a user may see: it is ours. */
function bug(error: unknown): Outcome {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    exitCode: EXIT.bug,
    stderr: `This is a bug of slipway, not of your description. Please report it with the lines below.\n${stack}\n`,
  };
}
