/** io: reads files as they were at a commit, through the git command. */

import { execFile } from 'node:child_process';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** Files below a folder at a commit, with paths relative to the folder; or why they cannot be read (SW7020). */
export type FilesAtCommit =
  | {
      readonly ok: true;
      /** The commit's full name. */
      readonly commit: string;
      readonly files: readonly { readonly path: string; readonly text: string }[];
    }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

/** Largest file that is read. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * All files of a folder at a commit whose names end as given. A folder that does not exist there has none.
 * @param ref anything git takes for a commit: `HEAD`, `main`, `v1.4.2`, `HEAD~3`
 */
export async function filesAtCommit(
  ref: string,
  folder: string,
  ending: string,
): Promise<FilesAtCommit> {
  const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const found = await git(verify);
  if (!found.ok) return { ok: false, diagnostic: await noCommit(ref) };
  const commit = found.stdout.trim();
  const listed = await git(['ls-tree', '-r', '-z', '--name-only', commit, '--', `${folder}/`]);
  if (!listed.ok) return { ok: false, diagnostic: failed(listed.problem) };
  const names = listed.stdout.split('\0').filter((name) => name.endsWith(ending));
  const files: { path: string; text: string }[] = [];
  for (const name of names) {
    const shown = await git(['show', `${commit}:./${name}`]);
    if (!shown.ok) return { ok: false, diagnostic: failed(shown.problem) };
    files.push({ path: name.slice(folder.length + 1), text: shown.stdout });
  }
  return { ok: true, commit, files };
}

type Answer =
  { readonly ok: true; readonly stdout: string } | { readonly ok: false; readonly problem: string };

function git(args: readonly string[]): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(
      'git',
      [...args],
      { encoding: 'utf8', maxBuffer: MOST_BYTES },
      (error, stdout, stderr) =>
        resolve(
          error === null
            ? { ok: true, stdout }
            : {
                ok: false,
                problem:
                  error.code === 'ENOENT'
                    ? 'the command `git` was not found'
                    : stderr.trim().split('\n', 1).join('') || error.message,
              },
        ),
    );
  });
}

/** Why a commit was not found: no such name, no repository, or no git. */
async function noCommit(ref: string): Promise<Diagnostic> {
  const inside = await git(['rev-parse', '--is-inside-work-tree']);
  return inside.ok ? failed(`there is no commit \`${ref}\``) : failed(inside.problem);
}

function failed(problem: string): Diagnostic {
  return {
    code: 'SW7020',
    name: 'commit-unreadable',
    severity: 'error',
    at: {},
    message: `What was committed cannot be read: ${problem}.`,
    because: 'There is nothing to compare with.',
    fix: 'Run the command in a Git repository with a commit, or name one that exists with `--against`; in a pipeline fetch enough of the history.',
  };
}
