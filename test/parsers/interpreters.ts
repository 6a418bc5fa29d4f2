// Runs the languages of this tier; one that is missing is a named skip on a developer's machine and an error in CI.
import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

/** `describe` for tests that need `probe` to succeed, such as `['python3', '-c', 'import yaml']`. */
export function describeWith(title: string, probe: readonly string[], body: () => void): void {
  const [command = '', ...options] = probe;
  if (spawnSync(command, options).status === 0) describe(title, body);
  else if (process.env['CI'] !== undefined)
    throw new Error(`${title}: \`${probe.join(' ')}\` must work in CI`);
  else describe.skip(`${title} (skipped: \`${probe.join(' ')}\` does not work here)`, body);
}

/** What the program prints as JSON when it is given the text. */
export function jsonFrom(command: string, options: readonly string[], input: string): unknown {
  const { status, stdout, stderr } = spawnSync(command, options, {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
  return JSON.parse(stdout);
}
