/** io: the one place where outputs reach the disk. Either all of them are written, or what was there before stays. */

import {
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { FileTree, OutputFile } from '../text/file-tree.ts';
import { MADE_BY } from '../text/made-by.ts';
import { OWNERSHIP_FILE, ownershipText, readOwnership } from './ownership.ts';
import { codeOf, problemOf } from './system-problem.ts';

/** What was done, or why nothing was. Paths are relative to the folder. */
export type WriteResult =
  | { readonly ok: true; readonly written: readonly string[]; readonly deleted: readonly string[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Files this process wrote, by folder: a second app of the same process adds to them instead of clearing them away. */
const writtenHere = new Map<string, Set<string>>();

/**
 * Writes a tree into a folder: first everything beside its place, then each file is renamed into it. Files that were
 * written before and are not in the tree are deleted, other files never; a file that stands in the way and was not
 * written by us (it is neither in the list `.slipway.json`, nor says in its first line that it was made here, nor has
 * the very same text) is refused (SW5904), and then nothing is written. SW5905 for failures of the file system.
 */
export function writeTree(root: string, tree: FileTree): WriteResult {
  try {
    return write(root, tree);
  } catch (error) {
    return { ok: false, diagnostics: [cannotWrite(root, error)] };
  }
}

function write(root: string, tree: FileTree): WriteResult {
  const ownership = readOwnership(root);
  if (!ownership.ok) return { ok: false, diagnostics: [badList(root, ownership.problem)] };
  const changed = tree.files.filter((file) => textAt(join(root, file.path)) !== file.text);
  const foreign = changed.filter(
    (file) => !ownership.paths.has(file.path) && isForeign(join(root, file.path)),
  );
  if (foreign.length > 0) {
    return { ok: false, diagnostics: foreign.map(({ path }) => inTheWay(join(root, path))) };
  }
  const here = writtenHere.get(root) ?? new Set<string>();
  const now = new Set([...tree.files.map(({ path }) => path), ...here]);
  const stale = [...ownership.paths].filter((path) => !now.has(path));
  replaceFiles(root, changed, new Set([...ownership.paths, ...now]));
  const deleted = stale.filter((path) => deleteFile(root, path));
  replaceFiles(root, [], now);
  writtenHere.set(root, now);
  return { ok: true, written: changed.map(({ path }) => path), deleted };
}

/** Writes files and the list of what is ours; the list first, so that nothing is orphaned if this ends halfway. */
function replaceFiles(
  root: string,
  files: readonly OutputFile[],
  owned: ReadonlySet<string>,
): void {
  const list = { path: OWNERSHIP_FILE, text: ownershipText(owned) };
  const listed = textAt(join(root, OWNERSHIP_FILE)) === list.text ? [] : [list];
  const staged: { readonly from: string; readonly to: string }[] = [];
  try {
    for (const { path, text } of [...listed, ...files]) {
      const to = join(root, path);
      const from = join(dirname(to), `.${basename(to)}.${process.pid}.tmp`);
      mkdirSync(dirname(to), { recursive: true });
      staged.push({ from, to });
      writeFileSync(from, text);
    }
    for (const { from, to } of staged) renameSync(from, to);
  } catch (error) {
    for (const { from } of staged) removeIfThere(from);
    throw error;
  }
}

/** Deletes a file of ours and the folders it leaves empty; false when it is gone already. */
function deleteFile(root: string, path: string): boolean {
  const file = join(root, path);
  if (!isWithin(root, file)) return false;
  const deleted = removeIfThere(file);
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    try {
      rmdirSync(join(root, folder));
    } catch {
      break;
    }
  }
  return deleted;
}

/** A folder on the way may be a link to somewhere else, which is not ours to clear. */
function isWithin(root: string, file: string): boolean {
  try {
    const folder = realpathSync(dirname(file));
    return `${folder}${sep}`.startsWith(`${realpathSync(root)}${sep}`);
  } catch {
    return false;
  }
}

function removeIfThere(file: string): boolean {
  try {
    unlinkSync(file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}

/** The text of a file, or undefined when there is none to compare with. */
function textAt(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}

/** Whether there is something that does not say it was made here; what cannot be read, such as a folder, does not. */
function isForeign(file: string): boolean {
  try {
    lstatSync(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
  const [first = ''] = (textAt(file) ?? '').split('\n', 1);
  return !first.includes(MADE_BY);
}

function inTheWay(file: string): Diagnostic {
  return {
    code: 'SW5904',
    name: 'file-in-the-way',
    severity: 'error',
    at: { file },
    message: `\`${file}\` is to be written, but it exists and was not made by slipway.`,
    because: 'Nothing that somebody else made is overwritten. Nothing was written.',
    fix: 'Move or delete the file, or choose another `output` in cdk8s.yaml.',
  };
}

function badList(root: string, problem: string): Diagnostic {
  const file = join(root, OWNERSHIP_FILE);
  return {
    code: 'SW5906',
    name: 'file-list-unreadable',
    severity: 'error',
    at: { file },
    message: `The list of written files \`${file}\` cannot be used: ${problem}.`,
    because: 'Only files in this list are replaced and deleted. Nothing was written.',
    fix: 'Restore it from version control, or delete it: files that say what made them are recognised without it.',
  };
}

function cannotWrite(root: string, error: unknown): Diagnostic {
  const path = error instanceof Error && 'path' in error ? error.path : undefined;
  const file = typeof path === 'string' ? path : root;
  return {
    code: 'SW5905',
    name: 'output-not-written',
    severity: 'error',
    at: { file },
    message: `The outputs could not be written to \`${root}\`: ${problemOf(error)}.`,
    fix: 'Make the folder writable, or choose another `output` in cdk8s.yaml.',
  };
}
