/** io: compiled code is kept between runs of a project's own commands: a third of a cold start. */

import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

/** Where it is kept; undefined where nothing was installed. @see https://nodejs.org/api/module.html#module-compile-cache */
export function compileCacheFolder(project: string): string | undefined {
  const packages = join(project, 'node_modules');
  return existsSync(packages) ? join(packages, '.cache', 'node-compile') : undefined;
}

/** Keeps what this process compiles from now on; a folder that cannot be written is passed over. */
export function keepCompiled(project = process.cwd()): void {
  const folder = compileCacheFolder(project);
  if (folder !== undefined) enableCompileCache(folder);
}
