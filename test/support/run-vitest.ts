// Runs vitest for a tier with options of its own, as a child that ends when this program is ended.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const VITEST = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');

/** How a tier is run. */
export interface VitestRun {
  /** Name of the tier, whose `vitest.config.ts` is used. */
  readonly tier: string;
  /** Options of vitest, and names of test files. */
  readonly args: readonly string[];
  /** Variables beside those of this program. */
  readonly env?: Readonly<Record<string, string>>;
  /** Words before the command, such as those of a program that makes a namespace for it. */
  readonly before?: readonly string[];
}

/** Takes `--full` out of the arguments of a tier. */
export function fullAsked(args: readonly string[]): {
  readonly full: boolean;
  readonly rest: readonly string[];
} {
  return { full: args.includes('--full'), rest: args.filter((argument) => argument !== '--full') };
}

/** Its exit code; 1 when a signal ended it. A SIGTERM to this program ends the tests first, then the program. */
export async function runVitest({ tier, args, env = {}, before = [] }: VitestRun): Promise<number> {
  const config = join(import.meta.dirname, '..', tier, 'vitest.config.ts');
  const [program = process.execPath, ...words] = [
    ...before,
    ...[process.execPath, VITEST, 'run', '--config', config, ...args],
  ];
  const child = spawn(program, words, { stdio: 'inherit', env: { ...process.env, ...env } });
  let ended = false;
  const end = (): void => {
    ended = true;
    child.kill('SIGTERM');
  };
  process.on('SIGTERM', end);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    });
  } finally {
    process.off('SIGTERM', end);
    if (ended) process.kill(process.pid, 'SIGTERM');
  }
}
