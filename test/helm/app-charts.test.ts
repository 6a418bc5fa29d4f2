import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { App } from '../../lib/index.ts';
import { scratchFolder } from '../support/scratch.ts';
import { describeWithTools } from '../support/with-tools.ts';
import { type Chart, valuesIn, writeChartsOf } from './chart-of.ts';
import { type HelmBatch, HELMS, startBatch } from './helm-batch.ts';
import { compare, randomValues } from './law.ts';
import { patchedShop } from './patched-shop.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');
const names = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const folder = scratchFolder('helm-apps');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Usual values that a template cannot follow, by example. */
const WITHHELD: Readonly<Record<string, readonly string[]>> = {
  // A patch puts a variable where no order of names would.
  'beside-cdk8s': ['SW3001 config', 'SW3001 web.config'],
  // A store makes the Secret that is named: under another name there would be none.
  'external-secrets': ['SW3001 image.pullSecrets'],
  // A trigger reads the role from the annotation: no other map will do.
  'worker-only': ['SW3001 serviceAccount.annotations'],
};

/** Random value sets for each service and version of Helm. */
const CASES = Number(process.env['SLIPWAY_HELM_CASES'] ?? 2000) / 100;

describeWithTools('charts of apps are the same services', HELMS, () => {
  const batches = new Map<string, HelmBatch>();
  beforeAll(() => {
    for (const helm of HELMS) batches.set(helm, startBatch(helm));
  });
  afterAll(() => {
    for (const batch of batches.values()) batch.close();
  });

  describe.each(names)('example %s', (name) => {
    test('in every environment and with random values', async () => {
      const app = new App({ outdir: join(folder, 'unwritten', 'manifests') });
      const module: unknown = await import(join(EXAMPLES, name, 'app.ts'));
      if (!isExample(module)) throw new Error(`examples/${name}/app.ts exports no build(app)`);
      module.build(app);
      const charts = writeChartsOf(app, join(folder, name));
      expect(charts.length).toBeGreaterThan(0);
      for (const chart of charts) {
        const withheld = chart.diagnostics.map(({ at, code }) => `${code} ${at?.path ?? ''}`);
        expect(withheld).toEqual(WITHHELD[name] ?? []);
        expect(await faultsOf(chart, batches)).toEqual([]);
      }
    });
  });

  test("a user's patches, metadata and raw objects reach the chart, in one environment or in all", async () => {
    const charts = writeChartsOf(patchedShop(), join(folder, 'patched'));
    expect(charts.map(({ name }) => name)).toEqual(['shop']);
    for (const chart of charts) expect(await faultsOf(chart, batches)).toEqual([]);
  });
});

async function faultsOf(
  chart: Chart,
  batches: ReadonlyMap<string, HelmBatch>,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const sets = [
    ...chart.environments.map((described) => valuesIn(chart.parameters, described)),
    ...Array.from({ length: CASES }, (_, turn) => randomValues(chart, turn)),
  ];
  for (const [helm, batch] of batches) {
    for (const values of sets) {
      const compared = await compare(chart, batch, values);
      if (compared.kind === 'different')
        faults.push(`${helm} ${chart.name}: ${compared.differences.slice(0, 3).join(' | ')}`);
    }
  }
  return faults.slice(0, 3);
}

function isExample(module: unknown): module is { readonly build: (app: App) => void } {
  return (
    typeof module === 'object' &&
    module !== null &&
    'build' in module &&
    typeof module.build === 'function'
  );
}
