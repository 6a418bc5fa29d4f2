// Python environments with the servers under test, made once for each list of packages and kept outside the clone.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { cacheFolder } from '../../../tools/cache.ts';

const run = promisify(execFile);

/** Exact versions of everything that is installed: a plan names ranges, a measurement names what was measured. */
export const CONSTRAINTS = [
  'gevent==26.9.0',
  'granian==2.8.7',
  'hypercorn==0.18.0',
  'prometheus-client==0.26.0',
  'pyuwsgi==2.0.30.post1',
  'uvicorn==0.54.0',
  'uvicorn-worker==0.4.0',
] as const;

/** A lock that is older than this was left by a run that is gone. */
const STALE_LOCK_MS = 240_000;

/** Folder of the environment that holds these requirements. */
export function environmentFolder(requirements: readonly string[]): string {
  const pins = JSON.stringify([requirements.toSorted(compare), CONSTRAINTS]);
  return join(cacheFolder(), 'venvs', createHash('sha256').update(pins).digest('hex').slice(0, 16));
}

/** Makes the environment unless it is there; runs that want the same one wait for each other. */
export async function makeEnvironment(requirements: readonly string[]): Promise<string> {
  const folder = environmentFolder(requirements);
  const complete = join(folder, '.complete');
  const lock = `${folder}.lock`;
  await mkdir(dirname(folder), { recursive: true });
  while (!existsSync(complete)) {
    if (!(await taken(lock))) {
      await wait(500);
      continue;
    }
    try {
      if (existsSync(complete)) break;
      await rm(folder, { recursive: true, force: true });
      await run('python3', ['-m', 'venv', folder]);
      const constraints = join(folder, 'constraints.txt');
      await writeFile(constraints, `${CONSTRAINTS.join('\n')}\n`);
      const options = ['--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
      await run(join(folder, 'bin/python'), [
        ...['-m', 'pip', 'install', ...options, '--constraint', constraints],
        ...requirements,
      ]);
      await writeFile(complete, `${requirements.join('\n')}\n`);
    } finally {
      await rm(lock, { recursive: true, force: true });
    }
  }
  return folder;
}

async function taken(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    const age = await stat(lock).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > STALE_LOCK_MS) await rm(lock, { recursive: true, force: true });
    return false;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
