/** io: reads what Node prints when an app throws, so that a person sees the message and the line in their own file. */

import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What an app died of. */
export interface Crash {
  readonly message: string;
  /** Why it matters and how to mend it, where the message says so in lines that begin with `why:` and `fix:`. */
  readonly because?: string;
  readonly fix?: string;
  /** Place in the user's own files, relative to the folder of the project. */
  readonly file?: string;
  readonly line?: number;
}

const FRAME = /^\s+at (?:.*?\()?((?:file:\/\/)?[^()]+?):(\d+):\d+\)?$/;
const ANY_FRAME = /^ {4}at \S.*(?::\d+:\d+|<anonymous>|native)\)?$/;
/** The first line of what Node prints for an error nobody caught: the place, then the source line. */
const HEAD = /^((?:file:\/\/|\/|[A-Za-z]:[\\/])[^:]*(?::[\\/][^:]*)?):(\d+)$/;
const ERROR_LINE = /^(?:\w+:\s)?[\w$.]*(?:Error|Exception)\b.*:/;

/** The crash in the text of standard error; undefined when there is none in it. */
export function crashIn(stderr: string, folder: string): Crash | undefined {
  const lines = stderr.split('\n').map((line) => line.trimEnd());
  const firstFrame = lines.findIndex((line) => ANY_FRAME.test(line));
  if (firstFrame === -1) return undefined;
  const message = messageBefore(lines, firstFrame);
  if (message === undefined) return undefined;
  return { ...partsOf(message), ...placeOf(lines, folder) };
}

/** The lines of the message: from the one that names the error to the first frame. */
function messageBefore(lines: readonly string[], end: number): string | undefined {
  const named = lines.slice(0, end).findLastIndex((line) => ERROR_LINE.test(line));
  const start = named === -1 ? lines.slice(0, end).lastIndexOf('') + 1 : named;
  const text = lines.slice(start, end).join('\n').trim();
  if (text === '') return undefined;
  // The class of a plain error says nothing a person does not know.
  return text.replace(/^(?:Uncaught )?Error(?: \[[A-Z_0-9]+\])?: /, '');
}

/** What is wrong, why and how to mend it, as errors of our own say it. */
function partsOf(text: string): Pick<Crash, 'message' | 'because' | 'fix'> {
  const [, message, because, fix] = /^([^]*?)\nwhy: ([^]*?)\nfix: ([^]*)$/.exec(text) ?? [];
  return message === undefined || because === undefined || fix === undefined
    ? { message: text }
    : { message, because, fix };
}

function placeOf(lines: readonly string[], folder: string): Pick<Crash, 'file' | 'line'> {
  for (const line of lines) {
    const [, path, number] = FRAME.exec(line) ?? HEAD.exec(line) ?? [];
    if (path === undefined || number === undefined) continue;
    const file = ownFile(path, folder);
    if (file !== undefined) return { file, line: Number(number) };
  }
  return {};
}

/** The path relative to the project; undefined for files of Node, of packages, and of this library. */
function ownFile(path: string, folder: string): string | undefined {
  if (path.startsWith('node:')) return undefined;
  const absolute = path.startsWith('file://') ? fileURLToPath(path) : path;
  if (!isAbsolute(absolute) || /[\\/]node_modules[\\/]/.test(absolute)) return undefined;
  const library = relative(fileURLToPath(new URL('..', import.meta.url)), absolute);
  if (!library.startsWith('..') && !isAbsolute(library)) return undefined;
  const own = relative(folder, absolute);
  return own.startsWith('..') || isAbsolute(own) ? undefined : own.replaceAll('\\', '/');
}
