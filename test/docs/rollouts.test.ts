// The page that compares strategies is what the differ says today, and every move between them has to be allowed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMPARED, moves, objectsUnder, rolloutsPage } from '../../docs/generate/rollouts.ts';
import { isDestructive } from '../../lib/diff/change.ts';
import { diffObjects } from '../../lib/diff/diff.ts';

const PAGE = join(import.meta.dirname, '../../docs/rollouts-compared.md');

test('docs/rollouts-compared.md is up to date (npm run docs:rollouts)', async () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(await rolloutsPage());
});

describe('a live service that is given another strategy', () => {
  const names = Object.keys(COMPARED);
  const pairs = names.flatMap((from) => names.filter((to) => to !== from).map((to) => [from, to]));

  test('every pair is compared', () => {
    expect(moves()).toHaveLength(names.length * (names.length - 1));
  });
  test.each(pairs)('from %s to %s is destructive, so that it has to be allowed', (from, to) => {
    const under = (name = '') => {
      const [, rollout] = COMPARED[name] ?? [];
      if (rollout === undefined) throw new Error(`there is no ${name}`);
      return objectsUnder(rollout);
    };
    expect(diffObjects(under(from), under(to)).some(isDestructive)).toBe(true);
  });
  test('the same strategy again changes nothing', () => {
    for (const [, rollout] of Object.values(COMPARED))
      expect(diffObjects(objectsUnder(rollout), objectsUnder(rollout))).toEqual([]);
  });
});
