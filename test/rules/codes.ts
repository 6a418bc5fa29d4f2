/** Reads from the source which codes variants and passes report: they have no catalogue of their own. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LIB = join(import.meta.dirname, '../../lib');

/** Codes in quotes anywhere below lib but in rules. */
export function codesOfVariants(): readonly string[] {
  const files = globSync('{exposures,servers,rollouts,resolve,needs,volumes,kubernetes}/**/*.ts', {
    cwd: LIB,
  });
  return files.flatMap((file) =>
    [...readFileSync(join(LIB, file), 'utf8').matchAll(/'(SW\d{4})'/g)].map(
      ([, code = '']) => code,
    ),
  );
}
