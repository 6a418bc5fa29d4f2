// Two stacks and a selector: each phase, and the states that would lose requests or change nothing.
import { describe, expect, test } from 'vitest';
import type { RolloutInput } from '../../lib/model/rollout.ts';
import type { BlueGreenOptions } from '../../lib/rollouts/blue-green/options.ts';
import { blueGreen } from '../../lib/rollouts/index.ts';
import { reportedFindings } from '../support/variant-contract.ts';
import { ORDINARY } from './situation.ts';

const slots = { blue: { image: { tag: '1.4.2' } }, green: { image: { tag: '1.5.0' } } };

function planOf(options: BlueGreenOptions, input: Partial<RolloutInput> = {}) {
  const { plan } = blueGreen(options).facts({ ...ORDINARY, ...input });
  if (plan.kind !== 'parallelStacks') throw new Error('not parallel stacks');
  return plan;
}

const summary = (options: BlueGreenOptions, input: Partial<RolloutInput> = {}) =>
  Object.entries(planOf(options, input).slots)
    .map(([name, { state, minReplicas }]) => `${name} ${state} ${minReplicas}`)
    .join(', ');

describe('each phase', () => {
  test.each<[BlueGreenOptions, string, string | undefined]>([
    [{ phase: 'stable', active: 'blue' }, 'blue serving 2, green idle 0', undefined],
    [{ phase: 'stage', active: 'blue' }, 'blue serving 2, green preview 1', 'green'],
    [{ phase: 'warm', active: 'blue' }, 'blue serving 2, green warm 5', 'green'],
    [{ phase: 'promote', active: 'green' }, 'blue warm 5, green serving 5', 'blue'],
    [{ phase: 'hold', active: 'green' }, 'blue warm 5, green serving 2', 'blue'],
    [{ phase: 'retire', active: 'green' }, 'blue idle 0, green serving 2', undefined],
  ])('%j makes %s', (options, expected, preview) => {
    expect(summary({ slots, ...options })).toBe(expected);
    expect(planOf({ slots, ...options }).preview).toBe(preview);
  });
  test('takes the numbers that are said', () => {
    const said = { slots, previewReplicas: 2, warmReplicas: 8, rollbackReplicas: 4 };
    expect(summary({ ...said, phase: 'stage' })).toBe('blue serving 2, green preview 2');
    expect(summary({ ...said, phase: 'warm' })).toBe('blue serving 2, green warm 8');
    expect(summary({ ...said, phase: 'promote', active: 'green' })).toBe(
      'blue warm 4, green serving 8',
    );
  });
  test('keeps all pods warm where their number is fixed', () => {
    expect(summary({ slots, phase: 'warm' }, { minReplicas: 6, maxReplicas: 6 })).toBe(
      'blue serving 6, green warm 6',
    );
  });
});

describe('the images of the slots', () => {
  test("are the service's where nothing is said, and blue serves", () => {
    const plan = planOf({});
    expect(plan.active).toBe('blue');
    expect(plan.slots['green']?.image).toEqual(ORDINARY.image);
  });
  test('lose an inherited digest when they get a tag of their own', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const plan = planOf({ slots }, { image: { ...ORDINARY.image, digest } });
    expect(plan.slots['green']?.image).toEqual({ repository: 'ghcr.io/acme/shop', tag: '1.5.0' });
    expect(planOf({}, { image: { ...ORDINARY.image, digest } }).slots['blue']?.image.digest).toBe(
      digest,
    );
  });
});

describe('findings', () => {
  const codes = (options: BlueGreenOptions, input: Partial<RolloutInput> = {}) =>
    blueGreen(options)
      .facts({ ...ORDINARY, ...input })
      .findings.map(({ code, severity, path }) => `${code} ${severity} ${path}`);
  const same = { blue: {}, green: {} };

  test.each<[string, BlueGreenOptions, BlueGreenOptions]>([
    ['SW2090 error web.rollout.active', { slots, active: 'red' }, { slots, active: 'green' }],
    ['SW2091 error web.rollout.slots', { slots: { blue: {} } }, { slots }],
    ['SW2091 error web.rollout.slots', { slots: { ...slots, red: {} } }, { slots }],
    ['SW2092 error web.rollout.slots', { slots: same, phase: 'stage' }, { slots, phase: 'stage' }],
    ['SW2092 error web.rollout.slots', { slots: same, phase: 'promote' }, { slots: same }],
    ['SW2092 warning web.rollout.slots', { slots: same, phase: 'hold' }, { slots, phase: 'hold' }],
    ['SW2093 error web.rollout.warmReplicas', { warmReplicas: 11 }, { warmReplicas: 10 }],
    ['SW2093 error web.rollout.previewReplicas', { previewReplicas: 11 }, { previewReplicas: 1 }],
    ['SW2094 warning web.rollout.warmReplicas', { warmReplicas: 1 }, { warmReplicas: 2 }],
    [
      'SW2095 warning web.rollout.rollbackReplicas',
      { slots, phase: 'hold', rollbackReplicas: 1 },
      { slots, phase: 'hold', rollbackReplicas: 2 },
    ],
    [
      'SW2071 warning web.rollout.within.maxUnavailable',
      { within: { maxUnavailable: 1 } },
      { within: { maxUnavailable: '25%' } },
    ],
    [
      'SW2072 warning web.rollout.within.progressDeadline',
      { within: { progressDeadline: 100 } },
      { within: { progressDeadline: 900 } },
    ],
    [
      'SW2070 error web.rollout.within.maxUnavailable',
      { within: { maxUnavailable: '100%' } },
      { within: { maxSurge: 1 } },
    ],
  ])('%s is raised by %j and not by %j', (finding, bad, good) => {
    expect(codes(bad)).toContain(finding);
    expect(codes(good)).not.toContain(finding);
  });
  test('SW2092 sees through tags when both slots have the same digest', () => {
    const digest = `sha256:${'b'.repeat(64)}`;
    const tagged = {
      blue: { image: { tag: '1', digest } },
      green: { image: { tag: '2', digest } },
    };
    expect(codes({ slots: tagged, phase: 'stage' })).toContain('SW2092 error web.rollout.slots');
  });
  test('SW2096 is raised for workers, which take work from a queue', () => {
    const process = { process: 'workers.mail', kind: 'worker' } as const;
    expect(codes({ slots }, process)).toEqual(['SW2096 error workers.mail.rollout']);
  });
  test('are all tried here', () => {
    const tried = [
      'SW2070',
      'SW2071',
      'SW2072',
      'SW2090',
      'SW2091',
      'SW2092',
      'SW2093',
      'SW2094',
      'SW2095',
      'SW2096',
    ];
    expect(reportedFindings('rollouts/blue-green').map((item) => item.slice(0, 6))).toEqual(tried);
  });
  test('stay away while nothing is wrong', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ slots, phase: 'warm' })).toEqual([]);
  });
});

describe('refuses', () => {
  test.each<[string, object]>([
    ['phase', { phase: 'switch' }],
    ['slots.blue.image.tag', { slots: { blue: { image: { tag: 'not a tag' } } } }],
    ['slots.blue.tag', { slots: { blue: { tag: '1' }, green: {} } }],
    ['slots.Blue', { slots: { Blue: {}, green: {} } }],
    ['warmReplicas', { warmReplicas: 0 }],
    ['within.maxSurge', { within: { maxSurge: 0 } }],
    ['within.progressDeadline', { within: { progressDeadline: 5 } }],
  ])('%s in %j', (path, options) => {
    expect(
      blueGreen()
        .with(options)
        .check()
        .map((problem) => problem.path),
    ).toEqual([path]);
  });
});
