// Apps that write into a folder of their own, and what they wrote.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, vi } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { isFields, type Fields } from './kubernetes-object.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});

/** A new empty folder, gone after the test. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'slipway-test-'));
  folders.push(made);
  return made;
}

/** All files below a folder with their texts, by path; hidden ones only when asked for. */
export function filesIn(root: string, hidden = false): Readonly<Record<string, string>> {
  if (!existsSync(root)) return {};
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(root, path)).isFile())
    .filter((path) => hidden || !path.split('/').some((part) => part.startsWith('.')))
    .toSorted();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** The objects of a YAML text. */
export function objectsIn(text: string): readonly Fields[] {
  return parseAllDocuments(text, { version: '1.1' }).flatMap((document) => {
    const value: unknown = document.toJS();
    return isFields(value) ? [value] : [];
  });
}

/** What is written to standard error from now on. */
export function standardError(): { readonly text: string } {
  const written: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    written.push(String(chunk));
    return true;
  });
  return {
    get text() {
      return written.join('');
    },
  };
}
