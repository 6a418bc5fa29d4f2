// `npm run test:helm [-- --full] [vitest options]`: the tier, or with --full the law alone with ten times as many value sets.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Each seed has other generated services and other values: 2,000 sets of values for each version of Helm. */
const SEEDS = Array.from({ length: 10 }, (_, index) => 101 + index);

const args = process.argv.slice(2);
const isFull = args.includes('--full');
const options = args.filter((argument) => argument !== '--full');
const failed = isFull ? SEEDS.filter((seed) => lawFails(seed)) : [];
if (isFull) {
  const sets = SEEDS.length * 2000;
  const verdict = failed.length === 0 ? 'no failure' : `failures with seeds ${failed.join(', ')}`;
  process.stdout.write(`${sets} sets of values for each version of Helm: ${verdict}\n`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} else process.exitCode = runTier(options, {});

/** Goes on after a failure: all seeds that fail are worth knowing. */
function lawFails(seed: number): boolean {
  process.stdout.write(`seed ${seed}\n`);
  const env = { SLIPWAY_HELM_SEED: String(seed), SLIPWAY_HELM_CASES: '2000' };
  // A machine that is shared must not decide.
  return runTier(['test/helm/law.test.ts', '--testTimeout=3600000', ...options], env) !== 0;
}

function runTier(more: readonly string[], env: Readonly<Record<string, string>>): number {
  const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
  const config = join(import.meta.dirname, 'vitest.config.ts');
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--config', config, ...more], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status ?? 1;
}
