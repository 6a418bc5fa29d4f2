/** Layer 0: the `yaml` package, loaded when something is to be parsed: most runs only write YAML, and do that themselves. */

import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';

/** Parser and documents. Loading it took a tenth of a cold synthesis (`npm run bench`, 2026-11-28); Node keeps it. */
export function yamlLibrary(): typeof Yaml {
  const library: typeof Yaml = createRequire(import.meta.url)('yaml');
  return library;
}
