/** cli › package folder: where the package lies, whatever file of it is running. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of slipway's own package.json. */
export function packageFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) {
    folder = dirname(folder);
  }
  return folder;
}
