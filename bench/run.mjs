// Measures whole processes, interleaved, and prints medians and their ratios from this one run.
// Speed decides no test: a ratio over its aim is marked, and the exit code stays 0. --json prints data.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTool } from '../tools/find.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const SCALE_ROUNDS = Number(process.env.BENCH_SCALE_ROUNDS ?? 5);
/** How many services in one app, each size twice the one before. */
const SIZES = (process.env.BENCH_SIZES ?? '250,500,1000').split(',').map(Number);
const scratch = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
const bench = import.meta.dirname;

try {
  const cold = coldStart();
  const scale = scaling();
  report([...cold, ...charts(), ...scale]);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** (a) One full service in a fresh process. */
function coldStart() {
  const contenders = {
    slipway: ours(1, { NODE_COMPILE_CACHE: join(scratch, 'compile-cache') }),
    'slipway without compile cache': ours(1),
    'cdk8s + cdk8s-plus-28': plus(1),
    'node, nothing else': [process.execPath, ['-e', '0'], {}],
    ...helm(),
  };
  const medians = measure(contenders, ROUNDS);
  const helmMedian = medians['helm template']?.ms;
  return [
    ...rows(medians, 'cold synth of one service, ms'),
    ratio(
      'slipway / cdk8s-plus, one service',
      medians.slipway.ms / medians['cdk8s + cdk8s-plus-28'].ms,
      0.6,
    ),
    ...(helmMedian === undefined
      ? [
          {
            what: 'slipway / helm template',
            value: 'helm is not built: npm run tools -- --only helm-3',
          },
        ]
      : [ratio('slipway / helm template', medians.slipway.ms / helmMedian, 1.0)]),
  ];
}

/** (c) What the Helm chart of a service adds to its synthesis, and whether it grows with the number of its values. */
function charts() {
  const cache = { NODE_COMPILE_CACHE: join(scratch, 'compile-cache') };
  const named = (workers, chart) =>
    `one service and ${workers} more workers, ${chart ? 'with' : 'without'} its chart`;
  const contenders = Object.fromEntries(
    [0, 8, 16].flatMap((workers) =>
      [false, true].map((chart) => [
        named(workers, chart),
        ours(1, { ...cache, BENCH_WORKERS: String(workers), BENCH_HELM: String(chart) }),
      ]),
    ),
  );
  const medians = measure(contenders, ROUNDS);
  const added = (workers) => medians[named(workers, true)].ms - medians[named(workers, false)].ms;
  return [
    ...rows(medians, 'cold synth, ms'),
    ratio('chart of one service beyond its synthesis / 300 ms', added(0) / 300, 1),
    // Twice the values beyond those of the service itself; the rest is what a cold process varies by.
    ratio(
      'chart, growth for 16 / for 8 workers',
      (added(16) - added(0)) / (added(8) - added(0)),
      2.4,
    ),
  ];
}

/** (b) Many services in one app. */
function scaling() {
  const largest = SIZES.at(-1);
  const medians = measure(
    Object.fromEntries(SIZES.map((size) => [`slipway ${size}`, ours(size)])),
    SCALE_ROUNDS,
  );
  const yardstick = measure(
    { [`cdk8s-plus ${largest}`]: plus(largest) },
    Number(process.env.BENCH_YARDSTICK_ROUNDS ?? 1),
  );
  const time = (size) => medians[`slipway ${size}`].ms;
  return [
    ...rows({ ...medians, ...yardstick }, 'services in one app, ms'),
    ...SIZES.slice(1).map((size, index) =>
      ratio(`time(${size}) / time(${SIZES[index]})`, time(size) / time(SIZES[index]), 2.1),
    ),
    ratio(
      `slipway / cdk8s-plus, ${largest} services`,
      time(largest) / yardstick[`cdk8s-plus ${largest}`].ms,
      0.08,
    ),
  ];
}

function ours(count, env = {}) {
  const out = join(scratch, `slipway-${count}`, 'manifests');
  return [
    process.execPath,
    [join(bench, 'slipway-services.mjs'), String(count)],
    { CDK8S_OUTDIR: out, ...env },
  ];
}

function plus(count) {
  return [
    process.execPath,
    [join(bench, 'plus-services.mjs'), String(count), join(scratch, `plus-${count}`)],
    {},
  ];
}

/** The chart that `helm create` writes, with its autoscaler and ingress switched on. */
function helm() {
  const binary = findTool('helm-3');
  if (binary === undefined || !existsSync(binary)) return {};
  execFileSync(binary, ['create', 'app'], { cwd: scratch, stdio: 'ignore' });
  const values = join(scratch, 'values.yaml');
  writeFileSync(values, 'autoscaling: { enabled: true }\ningress: { enabled: true }\n');
  return { 'helm template': [binary, ['template', 'app', join(scratch, 'app'), '-f', values], {}] };
}

function measure(contenders, rounds) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  const memory = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, [file, args, env]] of Object.entries(contenders)) {
      const start = performance.now();
      const run = spawnSync(file, args, {
        env: { ...process.env, ...env },
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      });
      times[name].push(performance.now() - start);
      if (run.status !== 0) throw new Error(`${name} failed: ${run.stderr}`);
      const rss = /maxrss (\d+)/.exec(run.stderr)?.[1];
      if (rss !== undefined) memory[name] = Math.max(memory[name] ?? 0, Number(rss) / 1024);
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, all]) => [
      name,
      {
        ms: median(all),
        low: Math.min(...all),
        high: Math.max(...all),
        runs: all.length,
        rssMiB: memory[name],
      },
    ]),
  );
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function rows(medians, title) {
  return Object.entries(medians).map(([name, { ms, low, high, runs, rssMiB }]) => ({
    what: `${title}: ${name}`,
    value: `${ms.toFixed(0)} (${low.toFixed(0)}–${high.toFixed(0)}, ${runs} runs${rssMiB === undefined ? '' : `, peak ${rssMiB.toFixed(0)} MiB`})`,
  }));
}

function ratio(what, value, aim) {
  return {
    what,
    value: `${value.toFixed(3)} (aim ≤ ${aim}${value <= aim ? '' : ', MISSED'})`,
    ratio: value,
    aim,
  };
}

function report(lines) {
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify(lines, null, 2)}\n`);
    return;
  }
  const width = Math.max(...lines.map(({ what }) => what.length));
  for (const { what, value } of lines) process.stdout.write(`${what.padEnd(width)}  ${value}\n`);
}
