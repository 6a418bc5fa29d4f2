// How the tests of the installed package run commands: with the pinned Node, without the network of cdk8s' upgrade check.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';

const root = join(import.meta.dirname, '../..');

/** What a command left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  /** Both streams, for messages. */
  readonly output: string;
}

/** Runs a command in a folder and waits for its end, however it ends. */
export const run = (folder: string, command: string, ...args: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    const { NODE_OPTIONS: _, ...inherited } = process.env;
    const env = {
      ...inherited,
      // The Node that this repository pins, also for `npx`, `npm` and `ts-node`.
      PATH: `${join(root, 'node_modules/node/bin')}:${process.env['PATH']}`,
      CDK8S_CHECK_UPGRADE: 'false',
      NO_COLOR: '1',
    };
    execFile(command, args, { cwd: folder, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code ?? 1);
      resolve({ code, stdout, output: `${stdout}\n${stderr}` });
    });
  });

/** Runs a command that has to succeed, and returns what it printed. */
export const succeed = async (
  folder: string,
  command: string,
  ...args: string[]
): Promise<string> => {
  const outcome = await run(folder, command, ...args);
  if (outcome.code !== 0)
    throw new Error(
      `${[command, ...args].join(' ')} ended with ${outcome.code}:\n${outcome.output}`,
    );
  return outcome.stdout;
};
