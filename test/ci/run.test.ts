// The script that CI runs, on small stand-in projects: what it counts, and that it fails when it must.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** Stands for vitest: `node tier.mjs PASSED FAILED SKIPPED` writes such a report and exits as vitest would. */
const tier = `
import { writeFileSync } from 'node:fs';
const [passed, failed, skipped] = process.argv.slice(2, 5).map(Number);
const report = process.argv.find((word) => word.startsWith('--outputFile.json=')).split('=')[1];
writeFileSync(report, JSON.stringify({
  numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped, numTodoTests: 0, testResults: [],
}));
process.exitCode = failed > 0 ? 1 : 0;
`;

/** Stands for npm, which takes a second for each of its calls: `ci` runs `dependencies`, `run` a script with its arguments. */
const npm = `#!/usr/bin/env bash
script() { node -p 'require("./package.json").scripts[process.argv[1]] ?? "true"' "$1"; }
[ "$1" = ci ] && exec bash -c "$(script dependencies)"
shift 2; name=$1; shift; [ "$#" -gt 0 ] && [ "$1" = -- ] && shift
exec bash -c "$(script "$name")"' "$@"' - "$@"
`;

interface Outcome {
  readonly code: number;
  readonly lastLine: string | undefined;
  readonly output: string;
}

const runCi = async (
  scripts: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): Promise<Outcome> => {
  const folder = mkdtempSync(join(tmpdir(), 'ci-run-'));
  folders.push(folder);
  mkdirSync(join(folder, '.ci'));
  cpSync(join(import.meta.dirname, '../../.ci/run'), join(folder, '.ci/run'));
  const all = { check: 'true', test: 'node tier.mjs 3 0 1', ...scripts };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: all }));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/npm'), npm, { mode: 0o755 });
  writeFileSync(join(folder, 'tier.mjs'), tier);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` };
  return new Promise((resolve) => {
    execFile('bash', ['.ci/run'], { cwd: folder, env }, (error, output) => {
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, lastLine: output.trimEnd().split('\n').at(-1), output });
    });
  });
};

describe.concurrent('.ci/run', { timeout: 60_000 }, () => {
  it('sums the tests of all tiers, also of one that nobody entered in its list', async () => {
    const outcome = await runCi({
      'test:package': 'node tier.mjs 4 0 0',
      'test:brand-new': 'node tier.mjs 5 0 0',
    });
    expect(outcome).toMatchObject({ code: 0, lastLine: '12 passed, 0 failed, 1 skipped' });
  });

  it('fails for a failed check, a failed test, a tier that dies and one that runs nothing, and still runs the rest', async () => {
    const outcome = await runCi({
      check: 'false',
      'test:package': 'node tier.mjs 1 2 0',
      'test:helm': 'node tier.mjs 0 0 2',
      'test:cluster': 'exit 7 #',
      'test:unlisted': 'node tier.mjs 4 0 0',
    });
    expect(outcome).toMatchObject({ code: 1, lastLine: '8 passed, 5 failed, 3 skipped' });
    expect(outcome.output).toContain('check: FAILED with status 1');
    expect(outcome.output).toContain('test:package: FAILED with status 1');
    expect(outcome.output).toContain('test:helm: FAILED, it ran no test');
    expect(outcome.output).toContain('test:cluster: FAILED with status 7');
  });

  it('builds the tools and installs the packages that a tier asks for, before it runs', async () => {
    const outcome = await runCi(
      { 'test:package': 'node tier.mjs 1 0 0', tools: 'echo built' },
      { 'test/package/needs.txt': 'tool helm-4\ntool etcd\napt no-such-package unless true\n' },
    );
    expect(outcome).toMatchObject({ code: 0, lastLine: '4 passed, 0 failed, 1 skipped' });
    expect(outcome.output).toContain('built --only etcd,helm-4');
    expect(outcome.output).not.toContain('apt-get install');
  });

  it('a failed install ends the run at once, with the closing line', async () => {
    const outcome = await runCi({ dependencies: 'false' });
    expect(outcome).toMatchObject({ code: 1, lastLine: '0 passed, 1 failed, 0 skipped' });
  });
});
