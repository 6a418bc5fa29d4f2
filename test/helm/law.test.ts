import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shop } from '../../charts/shop.ts';
import { serviceArbitrary } from '../support/service-arbitrary.ts';
import { scratchFolder } from '../support/scratch.ts';
import { describeWithTools } from '../support/with-tools.ts';
import { type Chart, valuesIn, writeChart } from './chart-of.ts';
import { type HelmBatch, HELMS, startBatch } from './helm-batch.ts';
import { type Comparison, compare, randomValues } from './law.ts';

/** Value sets for each version of Helm, over all charts; `npm run test:helm -- --full` takes as many for each of ten seeds. */
const CASES = Number(process.env['SLIPWAY_HELM_CASES'] ?? 2000);
const GENERATED = 16;
/** Of the generated services and of the values. */
const SEED = Number(process.env['SLIPWAY_HELM_SEED'] ?? 7);
const FROM = SEED * 100_000;

const folder = scratchFolder('helm-law');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The shop, and generated services that have no errors. */
const charts: readonly Chart[] = [
  shop,
  ...fc.sample(serviceArbitrary, { numRuns: GENERATED, seed: SEED }),
].flatMap((service, index) => {
  const chart = writeChart(service, join(folder, String(index)));
  return chart === undefined ? [] : [chart];
});

describeWithTools('charts are the same services', HELMS, () => {
  for (const helm of HELMS) {
    let batch: HelmBatch;
    beforeAll(() => {
      batch = startBatch(helm);
    });
    afterAll(() => batch.close());

    test(`${helm}: the values of every environment give its manifests`, async () => {
      for (const chart of charts) {
        for (const described of chart.environments) {
          const compared = await compare(chart, batch, valuesIn(chart.parameters, described));
          expect(faultsOf(chart, compared)).toEqual([]);
        }
      }
    });

    test(`${helm}: random values, alone and together, give what the synthesis gives with them`, async () => {
      const counts: Record<Comparison['kind'], number> = {
        equal: 0,
        'both refuse': 0,
        'only check refuses': 0,
        different: 0,
      };
      const faults: string[] = [];
      for (let turn = 0; turn < CASES; turn += 1) {
        const chart = charts[turn % 2 === 0 ? 0 : turn % charts.length];
        if (chart === undefined) continue;
        const compared = await compare(chart, batch, randomValues(chart, FROM + turn));
        counts[compared.kind] += 1;
        faults.push(...faultsOf(chart, compared).slice(0, 1));
      }
      expect(faults.slice(0, 5)).toEqual([]);
      // A law that is seldom asked proves little.
      expect(counts.equal).toBeGreaterThan(CASES * 0.6);
      expect(counts['only check refuses']).toBeLessThan(CASES * 0.1);
    });
  }
});

function faultsOf(chart: Chart, compared: Comparison): readonly string[] {
  if (compared.kind !== 'different') return [];
  return [`${chart.name}: ${compared.differences.slice(0, 3).join(' | ')}`];
}
