/** Reads the README of a rule: its headings and the examples that are executed. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Headings every README has, in this order. */
export const HEADINGS = ['What', 'Why', 'Bad', 'Good', 'Fix', 'Source'] as const;

export interface Example {
  readonly language: string;
  readonly code: string;
}

export interface Readme {
  readonly title: string;
  readonly headings: readonly string[];
  readonly sections: Readonly<Record<string, string>>;
  readonly bad: readonly Example[];
  readonly good: readonly Example[];
}

const ROOT = join(import.meta.dirname, '../../lib/rules');

/** Folders below lib/rules that hold no rule. */
const SHARED = ['manifests', 'plans'];

export function ruleFolders(): readonly string[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !SHARED.includes(entry.name))
    .map((entry) => entry.name)
    .toSorted();
}

export function readReadme(folder: string): Readme {
  return parseReadme(readFileSync(join(ROOT, folder, 'README.md'), 'utf8'));
}

export function parseReadme(text: string): Readme {
  const parts = text.split(/^## /m);
  const sections = Object.fromEntries(
    parts.slice(1).map((part) => {
      const [heading = '', ...lines] = part.split('\n');
      return [heading.trim(), lines.join('\n').trim()];
    }),
  );
  return {
    title: (parts[0] ?? '').split('\n')[0] ?? '',
    headings: Object.keys(sections),
    sections,
    bad: examplesIn(sections['Bad'] ?? ''),
    good: examplesIn(sections['Good'] ?? ''),
  };
}

function examplesIn(section: string): readonly Example[] {
  return [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', code = '']) => ({ language, code }),
  );
}
