// The measurement itself works: its programs make what they are compared by. What it measures decides no test.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { succeed } from './command.ts';

const root = join(import.meta.dirname, '../..');

it('measures once with small numbers', async () => {
  const rounds = ['BENCH_ROUNDS=1', 'BENCH_SCALE_ROUNDS=1', 'BENCH_SIZES=2,4'];
  const text = await succeed(root, 'env', ...rounds, 'node', 'bench/run.mjs', '--json');
  const rows: unknown = JSON.parse(text);
  expect(rows).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ what: 'slipway / cdk8s-plus, one service', aim: 0.6 }),
      expect.objectContaining({ what: 'time(4) / time(2)', aim: 2.1 }),
      expect.objectContaining({ what: 'slipway / cdk8s-plus, 4 services', aim: 0.08 }),
    ]),
  );
});
