/** io: says in words what the operating system says in codes. */

/** Codes of `errno`. @see https://man7.org/linux/man-pages/man3/errno.3.html */
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a part of the path is a file, not a folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'there is no space left',
  EDQUOT: 'the quota is used up',
  ENAMETOOLONG: 'the name is too long',
};

/** Why a call to the operating system failed, as the end of a sentence. */
export function problemOf(error: unknown): string {
  const code = codeOf(error);
  if (code !== undefined && code in WORDS) return WORDS[code] ?? code;
  return error instanceof Error ? error.message : String(error);
}

/** The code of a failed call, e.g. `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
