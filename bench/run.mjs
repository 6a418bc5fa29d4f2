// Measures whole processes, interleaved and each round in another order, and prints medians and their ratios from this one run.
// Beside the time stands the processor time, which says more where others use the machine too.
// Speed decides no test: a ratio over its aim is marked, and the exit code stays 0. --json prints data.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTool } from '../tools/find.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const SCALE_ROUNDS = Number(process.env.BENCH_SCALE_ROUNDS ?? 5);
/** The yardstick takes the most of the time: minutes for all of its rounds. */
const YARDSTICK_ROUNDS = Number(process.env.BENCH_YARDSTICK_ROUNDS ?? SCALE_ROUNDS);
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
  warmUp(contenders);
  const medians = measure(contenders, ROUNDS);
  const helmMedian = medians['helm template']?.ms;
  return [
    ...rows(medians, 'cold synth of one service, ms'),
    ...ratios('slipway / cdk8s-plus, one service', {
      ours: medians.slipway,
      theirs: medians['cdk8s + cdk8s-plus-28'],
      aim: 0.6,
    }),
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
  warmUp(contenders);
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
  const sizes = Object.fromEntries(SIZES.map((size) => [`slipway ${size}`, ours(size)]));
  const yardstick = `cdk8s-plus ${largest}`;
  const medians = measure({ ...sizes, [yardstick]: plus(largest) }, SCALE_ROUNDS, {
    [yardstick]: YARDSTICK_ROUNDS,
  });
  const of = (size) => medians[`slipway ${size}`];
  return [
    ...rows(medians, 'services in one app, ms'),
    ...SIZES.slice(1).flatMap((size, index) =>
      ratios(`time(${size}) / time(${SIZES[index]})`, {
        ours: of(size),
        theirs: of(SIZES[index]),
        aim: 2.1,
      }),
    ),
    ...ratios(`slipway / cdk8s-plus, ${largest} services`, {
      ours: of(largest),
      theirs: medians[yardstick],
      aim: 0.08,
    }),
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

/** Fills compile caches and those of the file system. */
function warmUp(contenders) {
  for (const [name, contender] of Object.entries(contenders)) run(name, contender);
}

/** Medians of as many rounds; `fewer` names those that take part in the first few only. */
function measure(contenders, rounds, fewer = {}) {
  const names = Object.keys(contenders);
  const runs = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      if (round < (fewer[name] ?? rounds)) runs[name].push(run(name, contenders[name]));
    }
  }
  return Object.fromEntries(
    Object.entries(runs).map(([name, all]) => {
      const times = all.map(({ ms }) => ms);
      const peaks = all.flatMap(({ rssMiB }) => rssMiB ?? []);
      const processor = all.flatMap(({ cpuMs }) => cpuMs ?? []);
      return [
        name,
        {
          ms: median(times),
          low: Math.min(...times),
          high: Math.max(...times),
          runs: all.length,
          rssMiB: peaks.length === 0 ? undefined : Math.max(...peaks),
          cpuMs: processor.length === 0 ? undefined : median(processor),
        },
      ];
    }),
  );
}

/** One whole process. */
function run(name, [file, args, env]) {
  const start = performance.now();
  const ended = spawnSync(file, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const ms = performance.now() - start;
  if (ended.status !== 0) throw new Error(`${name} failed: ${ended.stderr}`);
  const [, rss, cpu] = /maxrss (\d+) cpu (\d+)/.exec(ended.stderr) ?? [];
  return { ms, ...(rss === undefined ? {} : { rssMiB: rss / 1024, cpuMs: cpu / 1000 }) };
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function rows(medians, title) {
  return Object.entries(medians).map(([name, { ms, low, high, runs, rssMiB, cpuMs }]) => {
    const own =
      rssMiB === undefined
        ? []
        : [`processor ${cpuMs.toFixed(0)}`, `peak ${rssMiB.toFixed(0)} MiB`];
    const about = [`${low.toFixed(0)}–${high.toFixed(0)}`, `${runs} runs`, ...own];
    return { what: `${title}: ${name}`, value: `${ms.toFixed(0)} (${about.join(', ')})` };
  });
}

/** Of the time, which has the aim, and of the processor time. */
function ratios(what, { ours, theirs, aim }) {
  return [
    ratio(what, ours.ms / theirs.ms, aim),
    { what: `${what}, of processor time`, value: (ours.cpuMs / theirs.cpuMs).toFixed(3) },
  ];
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
