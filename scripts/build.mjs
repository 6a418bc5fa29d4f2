// Builds what is published: declarations by the compiler, JavaScript bundled by esbuild, and the pages `slipway docs` reads.
// One file instead of some 300 modules: loading them took longer than all the work of a synthesis (docs/adr/0006-bundled-package.md).
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const final = join(root, 'build');
// Made beside and put in place at the end: whoever runs the old one meanwhile keeps it.
const out = join(root, `build.${process.pid}.tmp`);
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', out], {
  stdio: 'inherit',
});
await build({
  absWorkingDir: root,
  entryPoints: { index: 'lib/index.ts', 'cli/main': 'lib/cli/main.ts' },
  outdir: out,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.18',
  packages: 'external',
  legalComments: 'none',
  logLevel: 'warning',
});
for (const path of readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' })) {
  if (basename(path) === 'README.md') cpSync(join(root, 'lib', path), join(out, path));
}
for (const file of readdirSync(join(root, 'docs'))) {
  if (file.endsWith('.md')) cpSync(join(root, 'docs', file), join(out, 'docs', file));
}
rmSync(final, { recursive: true, force: true });
renameSync(out, final);
chmodSync(join(final, 'cli', 'main.js'), 0o755);
