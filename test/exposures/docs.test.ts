// The page about exposures is what the dialects say today.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exposuresPage } from '../../docs/generate/exposures.ts';

const PAGE = join(import.meta.dirname, '../../docs/exposures.md');

test('docs/exposures.md is up to date (npm run docs:exposures)', async () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(await exposuresPage());
});
