// The examples: apps as their readers would build them.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { App, AppProps } from '../../lib/index.ts';

/** Folder of all examples. */
export const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

/** What an example exports. */
export interface Example {
  readonly build: (app: App) => void;
  /** Outputs beyond the manifests. */
  readonly props?: AppProps;
}

/** Names of all examples. */
export function exampleNames(): readonly string[] {
  return readdirSync(EXAMPLES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

/** The app of an example. */
export async function loadExample(name: string): Promise<Example> {
  const module: unknown = await import(join(EXAMPLES, name, 'app.ts'));
  if (!isExample(module)) throw new Error(`examples/${name}/app.ts exports no build(app)`);
  return module;
}

function isExample(module: unknown): module is Example {
  return (
    typeof module === 'object' &&
    module !== null &&
    'build' in module &&
    typeof module.build === 'function'
  );
}
