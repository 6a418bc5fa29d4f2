/** io: reads text files of the project. */

import { readFileSync } from 'node:fs';
import { problemOf } from './system-problem.ts';

/** The text, or why there is none, as the end of a sentence. */
export type ReadResult =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

/** Reads a file as UTF-8, exactly; the path is relative to the working directory. Never throws. */
export function readText(path: string): ReadResult {
  try {
    const bytes = readFileSync(path);
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { ok: true, text };
  } catch (error) {
    return {
      ok: false,
      problem: error instanceof TypeError ? 'it is not text in UTF-8' : problemOf(error),
    };
  }
}
