// Readers of pipelines that come from npm and PyPI, pinned by lock file and hash, installed once outside of this clone.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { cacheFolder } from '../../tools/cache.ts';

const root = join(import.meta.dirname, '../..');
const pins = join(import.meta.dirname, 'tools');

/** Where they are installed: another folder for other pins. */
function installedFolder(): string {
  const hash = createHash('sha256').update(JSON.stringify([process.platform, process.arch]));
  const files = readdirSync(pins).toSorted();
  for (const file of [...files.map((name) => join(pins, name)), import.meta.filename]) {
    hash.update(readFileSync(file));
  }
  return join(cacheFolder(), `pipeline-readers-${hash.digest('hex').slice(0, 12)}`);
}

const folder = installedFolder();

/** The readers. */
export const readers = {
  gitlabCiLocal: join(folder, 'node_modules', 'gitlab-ci-local', 'dist', 'index.js'),
  github: join(folder, 'github.mjs'),
  zizmor: join(folder, 'python', 'bin', 'zizmor'),
};

/** Builds the command that pipelines call, and installs what is missing; in place only when it is complete. */
export async function setup(): Promise<void> {
  if (isStale()) run(root, process.execPath, 'scripts/build.mjs');
  if (existsSync(folder)) return;
  const made = `${folder}.${process.pid}.tmp`;
  mkdirSync(made, { recursive: true });
  try {
    cpSync(pins, made, { recursive: true });
    run(made, 'npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
    run(
      ...[made, 'python3', '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
      ...['--no-deps', '--require-hashes', '--target', 'python', '-r', 'requirements.txt'],
    );
    // Published with imports of JSON that Node refuses as they are.
    await build({
      absWorkingDir: made,
      stdin: {
        resolveDir: made,
        contents: [
          "export { validate } from '@actions/languageservice';",
          "export { data, Evaluator, Lexer, Parser } from '@actions/expressions';",
          "export { TextDocument } from 'vscode-languageserver-textdocument';",
        ].join('\n'),
      },
      outfile: 'github.mjs',
      bundle: true,
      format: 'esm',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
      platform: 'node',
      logLevel: 'error',
    });
    renameSync(made, folder);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** Whether the source is newer than what was built of it. */
function isStale(): boolean {
  const built = join(root, 'build/index.js');
  if (!existsSync(built)) return true;
  const newest = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' })
    .map((path) => statSync(join(root, 'lib', path)).mtimeMs)
    .reduce((a, b) => Math.max(a, b), 0);
  return newest > statSync(built).mtimeMs;
}

function run(cwd: string, command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
}
