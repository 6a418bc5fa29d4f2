/** io: what cdk8s.yaml says about the app. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { yamlLibrary } from '../text/yaml-library.ts';
import { codeOf, problemOf } from './system-problem.ts';

/** The file in which cdk8s keeps its settings. @see https://cdk8s.io/docs/latest/cli/ */
export const CONFIG_FILE = 'cdk8s.yaml';

/** What is needed to run the app. */
export interface AppConfig {
  /** Command that runs the app, for a shell. */
  readonly app: string;
  /** Folder the cdk8s command would hand to the app. */
  readonly output?: string;
}

/** The settings, or what is wrong with them. */
export type AppConfigResult =
  | { readonly ok: true; readonly config: AppConfig }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

/** Reads cdk8s.yaml of a folder; SW5901 when it is missing, malformed, or names no app. */
export function readAppConfig(folder: string): AppConfigResult {
  let text: string;
  try {
    text = readFileSync(join(folder, CONFIG_FILE), 'utf8');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') return refused(`It cannot be read: ${problemOf(error)}.`);
    return refused('There is none here.', 'Run the command in the folder of the project.');
  }
  const document = yamlLibrary().parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) {
    return refused(
      `It is not YAML: ${firstLine(problem.message)}`,
      undefined,
      problem.linePos?.[0].line,
    );
  }
  const app: unknown = document.get('app');
  const output: unknown = document.get('output');
  if (typeof app !== 'string' || app.trim() === '') return refused('It names no `app`.');
  return { ok: true, config: { app, ...(typeof output === 'string' ? { output } : {}) } };
}

function refused(message: string, hint = '', line?: number): AppConfigResult {
  return {
    ok: false,
    diagnostic: {
      code: 'SW5901',
      name: 'app-not-configured',
      severity: 'error',
      at: { file: CONFIG_FILE, ...(line === undefined ? {} : { line }) },
      message: `\`${CONFIG_FILE}\` must name the command of the app. ${message}`,
      because: 'Every command runs this app, as cdk8s itself does.',
      fix: [hint, 'It holds e.g. `app: npx node charts/main.ts` and `output: dist/manifests`.']
        .filter((part) => part !== '')
        .join(' '),
    },
  };
}

function firstLine(text: string): string {
  return text.split('\n', 1).join('');
}
