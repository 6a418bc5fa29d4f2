/** Layer 0: the files an emitter hands over, collected so that none can overwrite another or land outside the output folder. */
import { compareBytes } from './byte-order.ts';

/** A text file to be written; the path is relative to the output folder, with '/' between its parts. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** Files with paths that fit together on every file system, sorted by path. */
export interface FileTree {
  readonly files: readonly OutputFile[];
}

/** A name that is portable at a glance; what is not is looked at with the tables of Unicode. */
const ORDINARY = /^[\w.-]*[\w-]$/;

/** Why a file cannot be in the tree, and what to tell the user. */
export interface FileTreeProblem {
  readonly kind:
    | 'duplicate-path'
    | 'case-collision'
    | 'file-and-folder'
    | 'absolute-path'
    | 'outside-folder'
    | 'malformed-path';
  readonly path: string;
  /** The path it collides with. */
  readonly other?: string;
  readonly message: string;
}

/** A tree, or all of the reasons why there is none. */
export type FileTreeResult =
  | { readonly ok: true; readonly value: FileTree }
  | { readonly ok: false; readonly problems: readonly FileTreeProblem[] };

/** The tree without files. */
export const EMPTY_FILE_TREE: FileTree = { files: [] };

/** Collects files into a tree. */
export function fileTree(files: Iterable<OutputFile>): FileTreeResult {
  return addFiles(EMPTY_FILE_TREE, files);
}

/** The tree with more files in it; two files at one path are refused even if they are equal. */
export function addFiles(tree: FileTree, files: Iterable<OutputFile>): FileTreeResult {
  const all = [...tree.files, ...files];
  const problems = [...all.flatMap(({ path }) => pathProblem(path) ?? []), ...collisions(all)];
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: { files: all.sort((a, b) => compareBytes(a.path, b.path)) } };
}

/** One tree of several, refused where they meet. */
export function mergeFileTrees(...trees: readonly FileTree[]): FileTreeResult {
  return fileTree(trees.flatMap(({ files }) => files));
}

/** The same files in a folder: `underFolder('helm/shop', files)`. */
export function underFolder(folder: string, files: Iterable<OutputFile>): readonly OutputFile[] {
  return [...files].map((file) => ({ ...file, path: `${folder}/${file.path}` }));
}

function pathProblem(path: string): FileTreeProblem | undefined {
  const quoted = JSON.stringify(path);
  const parts = path.split('/');
  if (/^(?:\/|[A-Za-z]:)/.test(path)) {
    return {
      kind: 'absolute-path',
      path,
      message: `the path ${quoted} is absolute: paths are relative to the output folder`,
    };
  }
  if (parts.includes('..')) {
    return {
      kind: 'outside-folder',
      path,
      message: `the path ${quoted} leads out of its folder: '..' is not possible`,
    };
  }
  // Windows takes '\' and ':' for separators and drops dots and blanks at the end of a name.
  if (
    parts.some(
      (part) =>
        !ORDINARY.test(part) &&
        !/^(?!\.$)[^\\:*?"<>|\p{Cc}\p{Cs}]*[^\\:*?"<>|\p{Cc}\p{Cs}. ]$/u.test(part),
    )
  ) {
    return {
      kind: 'malformed-path',
      path,
      message: `the path ${quoted} is not portable: names separated by single '/', without \\ : * ? " < > | and control characters, not ending in '.' or a blank`,
    };
  }
  return undefined;
}

/** Paths are compared as macOS and Windows do: without case, and with accents composed. */
function collisions(files: readonly OutputFile[]): readonly FileTreeProblem[] {
  const problems: FileTreeProblem[] = [];
  const byFold = new Map<string, string>();
  for (const { path } of files) {
    const other = byFold.get(fold(path));
    if (other === undefined) byFold.set(fold(path), path);
    else problems.push(collision(path, other));
  }
  for (const { path } of files) {
    const folder = ancestors(fold(path)).find((ancestor) => byFold.has(ancestor));
    const other = folder === undefined ? undefined : byFold.get(folder);
    if (other !== undefined) {
      problems.push({
        kind: 'file-and-folder',
        path,
        other,
        message: `${JSON.stringify(other)} is a file, so ${JSON.stringify(path)} cannot be in it`,
      });
    }
  }
  return problems;
}

function collision(path: string, other: string): FileTreeProblem {
  if (path === other)
    return {
      kind: 'duplicate-path',
      path,
      other,
      message: `two files have the path ${JSON.stringify(path)}`,
    };
  return {
    kind: 'case-collision',
    path,
    other,
    message: `${JSON.stringify(path)} and ${JSON.stringify(other)} are one file where case does not count (macOS, Windows)`,
  };
}

function fold(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

function ancestors(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
}
