import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tickets } from '../../examples/blue-green/app.ts';
import { parcels } from '../../examples/canary/app.ts';
import { keyOf } from '../../lib/emit/helm/tree/values.ts';
import { type Service, canary } from '../../lib/index.ts';
import { seal } from '../../lib/kubernetes/seal.ts';
import type { SlotRelease } from '../../lib/model/release.ts';
import type { ServiceSpec } from '../../lib/model/spec/service-spec.ts';
import { applyRelease } from '../../lib/release/apply-release.ts';
import { stepInSlots } from '../../lib/release/step-in-slots.ts';
import type { Step } from '../../lib/release/step.ts';
import { scratchFolder } from '../support/scratch.ts';
import { describeWithTools } from '../support/with-tools.ts';
import { type Chart, valuesFile, valuesIn, writeChart } from './chart-of.ts';
import { type HelmBatch, HELMS, startBatch } from './helm-batch.ts';
import { differencesOf } from './law.ts';
import { comparable } from './set-aside.ts';

const folder = scratchFolder('helm-releases');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeWithTools('states of a release are values of the chart', HELMS, () => {
  const batches = new Map<string, HelmBatch>();
  beforeAll(() => {
    for (const helm of HELMS) batches.set(helm, startBatch(helm));
  });
  afterAll(() => {
    for (const batch of batches.values()) batch.close();
  });

  describe('blue/green', () => {
    const chart = chartOf(tickets);
    const states = reachable({
      active: 'blue',
      phase: 'stable',
      slots: { blue: { tag: '3.1.0' }, green: { tag: '3.0.0' } },
    });

    test('every phase is reached under both slots, by tag, by digest and by both', () => {
      expect(new Set(states.map(({ active, phase }) => `${active} ${phase}`))).toHaveLength(12);
      const images = states.flatMap(({ slots }) => Object.values(slots));
      expect(images.some(({ tag }) => tag === undefined)).toBe(true);
      expect(images.some(({ tag, digest }) => tag !== undefined && digest !== undefined)).toBe(
        true,
      );
    });

    test.each(HELMS)('%s gives what synthesis gives with that release file', async (helm) => {
      const faults: string[] = [];
      for (const state of states) {
        const values = {
          'rollout.active': state.active,
          'rollout.phase': state.phase,
          ...Object.fromEntries(
            Object.entries(state.slots).flatMap(([slot, { tag = '', digest = '' }]) => [
              [`rollout.slots.${slot}.image.tag`, tag],
              [`rollout.slots.${slot}.image.digest`, digest],
            ]),
          ),
        };
        const spec = applyRelease(chart.defaults.spec, state);
        faults.push(...(await faultsOf(chart, batches.get(helm), { values, spec })));
      }
      expect(faults).toEqual([]);
    });
  });

  describe('a canary', () => {
    const chart = chartOf(parcels);
    const states = [
      { step: 0, image: undefined },
      ...[0, 1, 2, 3].flatMap((step) =>
        [{ tag: '5.3.0' }, { digest: `sha256:${'a'.repeat(64)}` }, {}].map((image) => ({
          step,
          image,
        })),
      ),
    ];

    test.each(HELMS)('%s gives what synthesis gives with that step', async (helm) => {
      const faults: string[] = [];
      for (const { step, image } of states) {
        const values = {
          'rollout.step': step,
          'rollout.canary.enabled': image !== undefined,
          'rollout.canary.image.tag': image !== undefined && 'tag' in image ? image.tag : '',
          'rollout.canary.image.digest':
            image !== undefined && 'digest' in image ? image.digest : '',
        };
        const rollout = canary({
          steps: [5, 25, 50],
          step,
          ...(image === undefined ? {} : { canary: { image } }),
        });
        const spec = { ...chart.defaults.spec, rollout };
        faults.push(...(await faultsOf(chart, batches.get(helm), { values, spec })));
      }
      expect(faults).toEqual([]);
    });
  });
});

function chartOf(service: Service): Chart {
  const chart = writeChart(service, folder);
  if (chart === undefined) throw new Error(`${service.name} has errors`);
  return chart;
}

async function faultsOf(
  chart: Chart,
  batch: HelmBatch | undefined,
  {
    values,
    spec,
  }: { readonly values: Readonly<Record<string, unknown>>; readonly spec: ServiceSpec },
): Promise<readonly string[]> {
  const known = new Set(chart.parameters.map(({ path }) => keyOf(path)));
  const strange = Object.keys(values).filter((key) => !known.has(key));
  if (strange.length > 0) return [`no values of the chart: ${strange.join(', ')}`];
  const said = chart.say(spec, chart.defaults.environment);
  const all = new Map([...valuesIn(chart.parameters, chart.defaults), ...Object.entries(values)]);
  const rendered = await batch?.render({
    chart: chart.folder,
    release: chart.name,
    namespace: chart.defaults.plan.namespace.name,
    values: [valuesFile(chart, all)],
  });
  const shown = JSON.stringify(values);
  if (said.objects === undefined || rendered?.objects === undefined) {
    return [`${shown}: synthesis ${said.codes.join() || 'accepts'}, Helm ${rendered?.error ?? ''}`];
  }
  const sealed = seal(said.objects.map(({ id = '', manifest }) => ({ id, manifest })));
  return differencesOf(
    comparable(sealed.map(({ manifest }) => manifest)),
    comparable([...rendered.objects, ...(rendered.hooks ?? [])]),
  ).map((difference) => `${shown}: ${difference}`);
}

/** Every state that commands lead to, from one on; images are set by tag, by digest and by both. */
function reachable(first: SlotRelease): readonly SlotRelease[] {
  const images = [
    { tag: '3.2.0' },
    { digest: `sha256:${'b'.repeat(64)}` },
    { tag: '3.3.0', digest: `sha256:${'c'.repeat(64)}` },
  ];
  const steps: readonly Step[] = [
    ...images.map((image) => ({ kind: 'set', image }) as const),
    { kind: 'promote' },
    { kind: 'abort' },
    { kind: 'rollback' },
  ];
  const keyFor = ({ active, phase, slots }: SlotRelease): string =>
    JSON.stringify([active, phase, slots]);
  const known = new Map([[keyFor(first), first]]);
  const open = [first];
  for (let state = open.shift(); state !== undefined; state = open.shift()) {
    for (const step of steps) {
      const stepped = stepInSlots(state, step);
      if (!stepped.ok) continue;
      const { release: next } = stepped;
      if (!('slots' in next) || known.has(keyFor(next)) || known.size >= MOST) continue;
      known.set(keyFor(next), next);
      open.push(next);
    }
  }
  return [...known.values()];
}

/** Enough to see every phase with every kind of image. */
const MOST = 150;
