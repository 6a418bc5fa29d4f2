// Asks gixy, the analyser of nginx configurations, what it thinks of some.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { environmentFolder } from '../servers/conformance/environments.ts';

/** The environment it is in: the maintained continuation of yandex/gixy. */
export const GIXY = ['gixy-ng==0.2.59'] as const;

/** Names of its findings, by file; a file it cannot read is one too. */
export async function gixyFindings(paths: readonly string[]): Promise<readonly string[]> {
  const gixy = join(environmentFolder(GIXY), 'bin/gixy');
  const { output, errors } = await new Promise<{ output: string; errors: string }>((resolve) => {
    execFile(gixy, ['--format', 'json', ...paths], { maxBuffer: 2 ** 26 }, (_, stdout, stderr) => {
      resolve({ output: stdout, errors: stderr });
    });
  });
  const trouble = errors.split('\n').filter((line) => /error|traceback/i.test(line));
  const found: unknown = JSON.parse(output);
  if (!Array.isArray(found)) throw new Error(`gixy wrote ${output}${errors}`);
  return [...found.map((finding) => `${finding.path}: ${finding.plugin}`), ...trouble];
}
