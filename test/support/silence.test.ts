// The guard against stray output can fail: a planted fault is run and seen to be caught.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('a test that prints to the console fails, and a quiet one beside it passes', async () => {
  const vitest = `${root}/node_modules/vitest/vitest.mjs`;
  const config = `${root}/test/fixtures/silence/vitest.config.ts`;
  const report = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [vitest, 'run', '--config', config, '--reporter=json'],
      { cwd: root },
      (_, out) => resolve(out),
    );
  });
  expect(JSON.parse(report)).toMatchObject({ numPassedTests: 1, numFailedTests: 1 });
  expect(report).toContain('Unexpected output:\\nconsole.warn: mind the gap');
});
