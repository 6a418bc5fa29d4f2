// `npm run test:helm [-- --full] [vitest options]`: the tier, or with --full the law alone with ten times as many value sets.
import { fullAsked, runVitest } from '../support/run-vitest.ts';

/** Each seed has other generated services and other values: 2,000 sets of values for each version of Helm. */
const SEEDS = Array.from({ length: 10 }, (_, index) => 101 + index);

const { full, rest } = fullAsked(process.argv.slice(2));
process.exitCode = full ? await manySeeds() : await runVitest({ tier: 'helm', args: rest });

/** Goes on after a failure: all seeds that fail are worth knowing. */
async function manySeeds(): Promise<number> {
  const failed: number[] = [];
  for (const seed of SEEDS) if (await lawFails(seed)) failed.push(seed);
  const sets = SEEDS.length * 2000;
  const verdict = failed.length === 0 ? 'no failure' : `failures with seeds ${failed.join(', ')}`;
  process.stdout.write(`${sets} sets of values for each version of Helm: ${verdict}\n`);
  return failed.length === 0 ? 0 : 1;
}

async function lawFails(seed: number): Promise<boolean> {
  process.stdout.write(`seed ${seed}\n`);
  const code = await runVitest({
    tier: 'helm',
    // A machine that is shared must not decide.
    args: ['test/helm/law.test.ts', '--testTimeout=3600000', ...rest],
    env: { SLIPWAY_HELM_SEED: String(seed), SLIPWAY_HELM_CASES: '2000' },
  });
  return code !== 0;
}
