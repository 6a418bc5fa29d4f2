/** io: the list of files that were written here before; nothing else is ever overwritten or deleted. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJson } from '../text/json.ts';
import { MADE_BY } from '../text/made-by.ts';
import { codeOf } from './system-problem.ts';

/** Name of the list in the folder of outputs. It belongs into version control as the outputs do. */
export const OWNERSHIP_FILE = '.slipway.json';

const VERSION = 1;

/** The paths in the list, or why it cannot be read. */
export type Ownership =
  | { readonly ok: true; readonly paths: ReadonlySet<string> }
  | { readonly ok: false; readonly problem: string };

/** Reads the list of a folder; none means that nothing was written there yet. */
export function readOwnership(root: string): Ownership {
  let text: string;
  try {
    text = readFileSync(join(root, OWNERSHIP_FILE), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') {
      return { ok: true, paths: new Set() };
    }
    throw error;
  }
  const parsed = parsedJson(text);
  if (!isRecord(parsed) || !Array.isArray(parsed['files'])) {
    return { ok: false, problem: 'it is not the list that was written here' };
  }
  if (parsed['version'] !== VERSION) {
    return { ok: false, problem: `its version is ${String(parsed['version'])}, not ${VERSION}` };
  }
  return { ok: true, paths: new Set(parsed['files'].filter(isInside)) };
}

/** The list as text: sorted, without a date, so that equal outputs have equal lists. */
export function ownershipText(paths: Iterable<string>): string {
  return toJson({
    about: `${MADE_BY}: the files it wrote into this folder and may replace or delete.`,
    version: VERSION,
    files: [...paths].toSorted(),
  });
}

/** A list that was edited, or merged badly, must not lead out of the folder. */
function isInside(path: unknown): path is string {
  if (typeof path !== 'string' || path === '') return false;
  return !/^([/\\]|[A-Za-z]:)/.test(path) && !path.split(/[/\\]/).includes('..');
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
