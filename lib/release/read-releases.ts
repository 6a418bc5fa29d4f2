/** release › read: the text of `releases/<environment>.yaml` becomes data, or complaints with the line to mend. */

import * as v from 'valibot';
import type { Document } from 'yaml';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Releases } from '../model/release.ts';
import { checkShape } from '../model/shape.ts';
import type { OptionProblem } from '../model/variant.ts';
import { yamlLibrary } from '../text/yaml-library.ts';
import { lineOf } from './place-of.ts';
import { releaseShape } from './release-shape.ts';

/** A file as it was found. */
export interface ReleaseText {
  /** Path for complaints, e.g. `releases/production.yaml`. */
  readonly file: string;
  readonly environment: string;
  readonly text: string;
}

/** What the file says, with a way to find the line of a value; or what is wrong with it. */
export type ReadReleases =
  | {
      readonly ok: true;
      readonly releases: Releases;
      readonly document: Document;
      /** Line of the value at a path such as `['services', 'shop', 'phase']`. */
      lineOf(path: readonly string[]): number | undefined;
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Reads a release file. SW7002 when it is not YAML, SW7003 for each value that is not accepted. */
export function readReleases(given: ReleaseText): ReadReleases {
  const { isMap, LineCounter, parseDocument } = yamlLibrary();
  const lines = new LineCounter();
  const document = parseDocument(given.text, { lineCounter: lines });
  if (document.errors.length > 0) {
    return {
      ok: false,
      diagnostics: document.errors.map((error) =>
        malformed(given, error.message.split('\n', 1).join(''), error.linePos?.[0].line),
      ),
    };
  }
  const data = dataOf(document);
  if (!data.ok) return { ok: false, diagnostics: [malformed(given, data.problem)] };
  const { value } = data;
  const line = (path: readonly string[]) => lineOf(document, lines, path);
  const all = checkShape(releaseShape, value);
  // Of something that is no mapping at all, the first complaint says everything.
  const problems = isMap(document.contents) ? all : all.slice(0, 1);
  const parsed = v.safeParse(releaseShape, value);
  if (problems.length > 0 || !parsed.success) {
    return { ok: false, diagnostics: problems.map((problem) => refused(given, problem, line)) };
  }
  return { ok: true, releases: parsed.output.services, document, lineOf: line };
}

/** Aliases that would unfold without end are refused by the parser, by throwing. */
function dataOf(
  document: Document,
):
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string } {
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}

function malformed({ file, environment }: ReleaseText, problem: string, line?: number): Diagnostic {
  return {
    code: 'SW7002',
    name: 'release-malformed',
    severity: 'error',
    at: { environment, file, ...(line === undefined ? {} : { line }) },
    message: `The release file is not YAML: ${problem}`,
    because: 'Nobody can tell which images are released; the description must not be guessed from.',
    fix: 'Mend the line, or restore the file from version control.',
  };
}

function refused(
  { file, environment }: ReleaseText,
  { path, message, fix }: OptionProblem,
  lineAt: (path: readonly string[]) => number | undefined,
): Diagnostic {
  const line = lineAt(path.split('.'));
  return {
    code: 'SW7003',
    name: 'release-value-not-accepted',
    severity: 'error',
    at: { environment, file, ...(line === undefined ? {} : { line }) },
    message: path === '' ? message : `\`${path}\`: ${message}`,
    because: 'What is released must be said without doubt.',
    fix: fix ?? 'Mend the value, or let `slipway release` write the file.',
  };
}
