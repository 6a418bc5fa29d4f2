// The count of files per variant in docs/architecture.md is what the source says, and counting can be wrong.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  architecturePage,
  librarySources,
  type Sources,
  variantsIn,
} from '../../docs/generate/variants.ts';
import { EXPOSURE_EXAMPLES } from '../../lib/exposures/index.ts';
import { NEED_EXAMPLES } from '../../lib/needs/index.ts';
import { PROXY_EXAMPLES } from '../../lib/proxies/index.ts';
import { ROLLOUT_EXAMPLES } from '../../lib/rollouts/index.ts';
import { SERVER_EXAMPLES } from '../../lib/servers/index.ts';
import { STORE_EXAMPLES } from '../../lib/stores/index.ts';
import { TRIGGER_EXAMPLES } from '../../lib/triggers/index.ts';
import { VOLUME_EXAMPLES } from '../../lib/volumes/index.ts';

const PAGE = join(import.meta.dirname, '../../docs/architecture.md');
const sources = librarySources();

test('the count in docs/architecture.md is up to date (npm run docs:variants)', async () => {
  const page = readFileSync(PAGE, 'utf8');
  expect(page).toBe(await architecturePage(page));
});

test('no variant of any family is forgotten', () => {
  const examples = [
    ...[...EXPOSURE_EXAMPLES, ...NEED_EXAMPLES, ...PROXY_EXAMPLES, ...ROLLOUT_EXAMPLES],
    ...[...SERVER_EXAMPLES, ...STORE_EXAMPLES, ...TRIGGER_EXAMPLES, ...VOLUME_EXAMPLES],
  ];
  const kinds = (of: readonly { readonly kind: string }[]) =>
    [...new Set(of.map(({ kind }) => kind))].toSorted();
  expect(kinds(variantsIn(sources))).toEqual(kinds(examples));
});

const planted: Sources = {
  'needs/redis/redis.ts':
    "export function redis(options: O): Need {\n return { family: 'need', kind: 'redis',\n options } }",
  'needs/redis/README.md': '# redis',
  'needs/redis/parts.ts': '',
  'needs/index.ts': "export { redis } from './redis/redis.ts';",
  'resolve/a.ts': "if (need.kind === 'redis') return;",
  'resolve/b.ts': "/** redis() is meant, or 'redis'. */\n// redis()\nconst x = 1;",
  'rules/c.ts': 'const fix = `Use redis().`;',
  'servers/index.ts': "export { redis } from './redis/redis.ts';",
};

test('code that imports, names or asks for a variant is counted, comments and namesakes are not', () => {
  expect(variantsIn(planted)).toMatchObject([
    {
      factory: 'redis',
      own: ['needs/redis/README.md', 'needs/redis/parts.ts', 'needs/redis/redis.ts'],
      elsewhere: ['needs/index.ts', 'resolve/a.ts', 'rules/c.ts'],
    },
  ]);
});

test('a kind that is a word of the plan too tells nothing by itself', () => {
  const model = { 'model/plan.ts': "readonly kind: 'redis'" };
  expect(variantsIn({ ...planted, ...model })[0]?.elsewhere).not.toContain('resolve/a.ts');
});
