#!/usr/bin/env node
/** cli: finds the command, runs it, and is the only place that ends the process. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nearestName } from '../index.ts';
import { keepCompiled } from '../io/compile-cache.ts';
import { EXIT, type Outcome } from './command.ts';
import { COMMANDS } from './commands.ts';
import { findCommand } from './find-command.ts';
import { helpFor, overview } from './help.ts';
import { packageFolder } from './package-folder.ts';
import { parseCall } from './parse-call.ts';

keepCompiled();
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
      stderr: `slipway ${command.name}: ${parsed.problem}\nE.g.: ${command.examples[0] ?? ''}\nHelp: slipway ${command.name} --help\n`,
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
