/** io: the files that say what is released, `releases/<environment>.yaml` beside cdk8s.yaml. */

import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { readText } from './read-text.ts';
import { codeOf, problemOf } from './system-problem.ts';

const FOLDER = 'releases';
const EXTENSION = '.yaml';

/** The text of a file, that there is none, or why it cannot be read (SW7001). */
export type FoundRelease =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly diagnostic: Diagnostic };

/** Path of the file of an environment, relative to the project. */
export function releasePath(environment: string): string {
  return `${FOLDER}/${environment}${EXTENSION}`;
}

/** Reads the file of an environment below a folder. Default: the working directory. */
export function readReleaseFile(environment: string, folder = '.'): FoundRelease {
  const file = releasePath(environment);
  const path = join(folder, file);
  if (!exists(path)) return { kind: 'none' };
  const read = readText(path);
  return read.ok
    ? { kind: 'text', text: read.text }
    : {
        kind: 'unreadable',
        diagnostic: {
          code: 'SW7001',
          name: 'release-unreadable',
          severity: 'error',
          at: { environment, file },
          message: `The release file cannot be read: ${read.problem}.`,
          because: 'The file says which images run; without it that would be guessed.',
          fix: 'Make it a readable text file, or restore it from version control.',
        },
      };
}

/** Environments that have a file, sorted. */
export function releasedEnvironments(folder = '.'): readonly string[] {
  try {
    if (!existsSync(join(folder, FOLDER))) return [];
    return readdirSync(join(folder, FOLDER))
      .filter((name) => name.endsWith(EXTENSION) && !name.startsWith('.'))
      .map((name) => name.slice(0, -EXTENSION.length))
      .toSorted();
  } catch {
    return [];
  }
}

/** How long a change waits for another one to end, and how often it looks. A change takes milliseconds. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 20;

/** What a change made of the text it was given; no text writes nothing. */
export type TextChange<Result> = (text: string | undefined) => {
  readonly text?: string;
  readonly result: Result;
};

/**
 * Changes the file of an environment so that nobody's change is lost: one after another by a lock, and not at all when an
 * editor wrote the file meanwhile. SW7001 it cannot be read, SW7010 it is being changed, SW7011 it cannot be written.
 */
export async function changeReleaseFile<Result>(
  environment: string,
  change: TextChange<Result>,
  folder = '.',
): Promise<
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly diagnostic: Diagnostic }
> {
  const path = join(folder, releasePath(environment));
  const lock = join(dirname(path), `.${basename(path)}.lock`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    if (!(await locked(lock))) return { ok: false, diagnostic: beingChanged(environment, lock) };
    try {
      const found = readReleaseFile(environment, folder);
      if (found.kind === 'unreadable') return { ok: false, diagnostic: found.diagnostic };
      const before = found.kind === 'text' ? found.text : undefined;
      const { text, result } = change(before);
      if (text === undefined || text === before) return { ok: true, result };
      const staged = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
      writeFileSync(staged, text);
      if (textNow(path) !== before) {
        rmSync(staged);
        return { ok: false, diagnostic: beingChanged(environment) };
      }
      renameSync(staged, path);
      return { ok: true, result };
    } finally {
      rmSync(lock, { force: true });
    }
  } catch (error) {
    return { ok: false, diagnostic: notWritten(environment, error) };
  }
}

/** Takes the lock; a lock of a process that is gone is nobody's. */
async function locked(lock: string): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE_MS; waited += PAUSE_MS) {
    try {
      const handle = openSync(lock, 'wx');
      writeFileSync(handle, String(process.pid));
      closeSync(handle);
      return true;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const owner = Number(textNow(lock));
    if (Number.isInteger(owner) && owner > 0 && !isAlive(owner)) rmSync(lock, { force: true });
    else await sleep(PAUSE_MS);
  }
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function textNow(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function beingChanged(environment: string, lock?: string): Diagnostic {
  return {
    code: 'SW7010',
    name: 'release-changed-meanwhile',
    severity: 'error',
    at: { environment, file: releasePath(environment) },
    message:
      lock === undefined
        ? 'The release file was changed by something else meanwhile. Nothing was written.'
        : 'Another command has been changing the release file for 10 s. Nothing was written.',
    because: 'The other change would be lost.',
    fix:
      lock === undefined
        ? 'Run the command again.'
        : `Run the command again when it is done; if nothing is running, delete \`${lock}\`.`,
  };
}

function notWritten(environment: string, error: unknown): Diagnostic {
  return {
    code: 'SW7011',
    name: 'release-not-written',
    severity: 'error',
    at: { environment, file: releasePath(environment) },
    message: `The release file cannot be written: ${problemOf(error)}.`,
    fix: 'Make the folder `releases` writable.',
  };
}
