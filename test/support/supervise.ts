// Starts programs that must not outlive the tests, whatever ends those: a normal end, an exception or SIGKILL.
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

// A test process whose runner was killed would go on to the end of its file, and what it supervises with it.
const runner = process.ppid;
setInterval(() => {
  if (process.ppid !== runner) process.kill(process.pid, 'SIGKILL');
}, 500).unref();

/** A running program whose output goes to a file. */
export interface Supervised {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Undefined while it runs; how it ended afterwards. */
  readonly ended: () => string | undefined;
  /** Kills it, and resolves when it is gone; harmless when it has ended already. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a program. On Linux the kernel kills it when the thread that started it ends (prctl PR_SET_PDEATHSIG, set by
 * setpriv and kept across exec), so that even a killed test process leaves nothing behind.
 */
export function supervise(
  name: string,
  command: readonly string[],
  logFile: string,
  environment: NodeJS.ProcessEnv = process.env,
): Supervised {
  const whole =
    process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'KILL', '--', ...command] : command;
  const [program = '', ...args] = whole;
  const log = openSync(logFile, 'a');
  const child = spawn(program, args, { stdio: ['ignore', log, log], env: environment });
  closeSync(log);
  let ended: string | undefined;
  child.once('exit', (code, signal) => {
    ended = signal === null ? `exited with ${code}` : `was ended by ${signal}`;
  });
  child.once('error', (error) => {
    ended = `could not be started: ${error.message}`;
  });
  return {
    name,
    pid: child.pid ?? -1,
    logFile,
    ended: () => ended,
    stop: () => stop(child, () => ended),
  };
}

async function stop(child: ChildProcess, ended: () => string | undefined): Promise<void> {
  child.kill('SIGKILL');
  await until(`process ${child.pid} to end`, 10_000, () => ended() !== undefined);
}

/**
 * Waits for a condition, asking again every 50 ms.
 * @throws Error naming what was awaited, with `explain`'s text, when the time is over.
 */
export async function until(
  what: string,
  milliseconds: number,
  condition: () => boolean | Promise<boolean>,
  explain: () => string = () => '',
): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end)
      throw new Error(`waited ${milliseconds / 1000} s in vain for ${what} ${explain()}`.trim());
    await wait(50);
  }
}

/** The last lines of a log, for the message of a failure. */
export function tail(file: string, lines = 15): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return `(no ${file})`;
  }
}
