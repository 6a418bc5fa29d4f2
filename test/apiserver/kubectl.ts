// Runs the pinned kubectl against one server and gives what it said.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { requireTool } from '../../tools/find.ts';
import { RARELY_COLLECTED } from './rarely-collected.ts';

const run = promisify(execFile);

/**
 * Output of a kubectl command.
 * @throws Error with kubectl's own words when it fails.
 */
export async function kubectl(kubeconfig: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run(requireTool('kubectl'), [`--kubeconfig=${kubeconfig}`, ...args], {
    maxBuffer: 64 * 1024 * 1024,
    timeout: 120_000,
    env: { ...process.env, ...RARELY_COLLECTED },
  });
  return stdout;
}
