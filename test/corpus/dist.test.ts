/** What `dist/` holds is what the charts of this repository make now: nobody reviews outputs that are out of date. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'slipway-dist-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Every file below a folder with its text; what begins with a dot is for the writer's own use. */
const contentOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(folder, file), readFileSync(file, 'utf8')] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

test('dist/ is as `npm run synth` writes it', () => {
  execFileSync(process.execPath, ['charts/main.ts'], {
    cwd: root,
    env: { ...process.env, CDK8S_OUTDIR: join(scratch, 'manifests') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const made = contentOf(scratch);
  expect(Object.keys(made).length).toBeGreaterThan(1);
  expect(contentOf(join(root, 'dist'))).toEqual(made);
});
