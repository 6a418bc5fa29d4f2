// Two stacks and a weight: each step, and the states that would try out nothing or lose requests.
import { describe, expect, test } from 'vitest';
import type { RolloutInput } from '../../lib/model/rollout.ts';
import type { CanaryOptions } from '../../lib/rollouts/canary/options.ts';
import { canary } from '../../lib/rollouts/index.ts';
import { reportedFindings } from '../support/variant-contract.ts';
import { ORDINARY } from './situation.ts';

const next = { image: { tag: '1.5.0' } };
const steps = [10, 50];

function planOf(options: CanaryOptions, input: Partial<RolloutInput> = {}) {
  const { plan } = canary(options).facts({ ...ORDINARY, ...input });
  if (plan.kind !== 'weightedTraffic') throw new Error('no weighted traffic');
  return plan;
}

describe('each step', () => {
  test.each<[string, CanaryOptions, string]>([
    ['without a canary nothing of it runs', { steps }, '0 % of none, 0 pods'],
    ['a canary starts before it gets requests', { steps, canary: next }, '0 % of 1.5.0, 2 pods'],
    ['the first share', { steps, step: 1, canary: next }, '10 % of 1.5.0, 10 pods'],
    ['the last share', { steps, step: 2, canary: next }, '50 % of 1.5.0, 10 pods'],
    [
      'pods that are said',
      { steps, step: 1, canary: next, minReplicas: 4 },
      '10 % of 1.5.0, 4 pods',
    ],
  ])('%s', (_, options, expected) => {
    const plan = planOf(options, { minReplicas: 20, maxReplicas: 40 });
    const { canary: image, weight, canaryMinReplicas } = plan;
    expect(`${weight} % of ${image?.tag ?? 'none'}, ${canaryMinReplicas} pods`).toBe(expected);
    expect(plan.stable).toEqual(ORDINARY.image);
  });
  test('never asks for less than the share of the step that is reached', () => {
    for (const step of [0, 1, 2, 3]) {
      const plan = planOf(
        { steps: [1, 33, 99], step, canary: next },
        { minReplicas: 7, maxReplicas: 9 },
      );
      expect(plan.canaryMinReplicas).toBeGreaterThanOrEqual(Math.ceil((7 * plan.weight) / 100));
      expect(plan.canaryMinReplicas).toBeGreaterThan(0);
    }
  });
  test('who may ask is part of the plan as long as there is a canary', () => {
    const optIn = { header: { name: 'X-Canary' } };
    expect(planOf({ steps, canary: next, optIn }).optIn).toEqual(optIn);
    expect(planOf({ steps, optIn }).optIn).toBeUndefined();
  });
  test('takes the digest of the service away from a canary with a tag of its own', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const plan = planOf({ steps, canary: next }, { image: { ...ORDINARY.image, digest } });
    expect(plan.canary).toEqual({ repository: 'ghcr.io/acme/shop', tag: '1.5.0' });
    expect(plan.stable.digest).toBe(digest);
  });
});

describe('findings', () => {
  const codes = (options: CanaryOptions, input: Partial<RolloutInput> = {}) =>
    canary(options)
      .facts({ ...ORDINARY, ...input })
      .findings.map(({ code, severity, path }) => `${code} ${severity} ${path}`);
  const same = { image: { tag: '1.4.2' } };
  const reached = { steps, step: 2, canary: next };

  test.each<[string, CanaryOptions, CanaryOptions]>([
    ['SW2087 note web.rollout.canary', { ...reached, canary: same }, reached],
    ['SW2087 note web.rollout.canary', { steps, canary: { image: {} } }, { steps, canary: next }],
    [
      'SW2088 error web.rollout.minReplicas',
      { steps, canary: next, minReplicas: 11 },
      { steps, canary: next, minReplicas: 10 },
    ],
    [
      'SW2070 error web.rollout.within.maxUnavailable',
      { steps, within: { maxUnavailable: '100%' } },
      { steps, within: { maxSurge: 1 } },
    ],
    [
      'SW2071 warning web.rollout.within.maxUnavailable',
      { steps, within: { maxUnavailable: 1 } },
      { steps, within: { maxUnavailable: '25%' } },
    ],
    [
      'SW2072 warning web.rollout.within.progressDeadline',
      { steps, within: { progressDeadline: 100 } },
      { steps, within: { progressDeadline: 900 } },
    ],
  ])('%s is raised by %j and not by %j', (finding, bad, good) => {
    expect(codes(bad)).toContain(finding);
    expect(codes(good)).not.toContain(finding);
  });
  test('SW2089 is raised when fewer pods are said than the share needs', () => {
    const many = { minReplicas: 10, maxReplicas: 20 };
    const short = 'SW2089 warning web.rollout.minReplicas';
    expect(codes({ ...reached, minReplicas: 4 }, many)).toEqual([short]);
    expect(codes({ ...reached, minReplicas: 5 }, many)).toEqual([]);
    expect(codes({ ...reached, step: 0, minReplicas: 1 }, many)).toEqual([]);
  });
  test('SW2085 is raised for workers, which take work from a queue', () => {
    const process = { process: 'workers.mail', kind: 'worker', exposed: false } as const;
    expect(codes(reached, process)).toEqual(['SW2085 error workers.mail.rollout']);
  });
  test('SW2086 is raised where nothing splits requests', () => {
    expect(codes(reached, { exposed: false })).toEqual(['SW2086 error web.rollout']);
  });
  test('see through tags when both versions have the same digest', () => {
    const digest = `sha256:${'b'.repeat(64)}`;
    const image = { ...ORDINARY.image, digest };
    const version = { image: { tag: '9', digest } };
    expect(codes({ ...reached, canary: version }, { image })).toEqual([
      'SW2087 note web.rollout.canary',
    ]);
  });
  test('are all tried here', () => {
    expect(reportedFindings('rollouts/canary').map((item) => item.slice(0, 6))).toEqual([
      'SW2070',
      'SW2071',
      'SW2072',
      'SW2085',
      'SW2086',
      'SW2087',
      'SW2088',
      'SW2089',
    ]);
  });
  test('stay away while nothing is wrong', () => {
    expect(codes({ steps })).toEqual([]);
    expect(codes(reached)).toEqual([]);
  });
});

describe('refuses', () => {
  test.each<[string, object]>([
    ['steps', {}],
    ['steps', { steps: [] }],
    ['steps.0', { steps: [0, 50] }],
    ['steps.1', { steps: [10, 100] }],
    ['steps.0', { steps: [2.5] }],
    ['steps.1', { steps: [50, 10] }],
    ['steps.1', { steps: [10, 10] }],
    ['step', { steps, step: 3, canary: next }],
    ['step', { steps, step: -1 }],
    ['canary', { steps, step: 1 }],
    ['canary.image', { steps, canary: {} }],
    ['canary.image.tag', { steps, canary: { image: { tag: 'not a tag' } } }],
    ['minReplicas', { steps, minReplicas: 0 }],
    ['optIn', { steps, optIn: {} }],
    ['optIn.cookie.name', { steps, optIn: { cookie: { name: 'a-b' } } }],
    ['optIn.header.name', { steps, optIn: { header: { name: 'X Canary' } } }],
    ['optIn.header.name', { steps, optIn: { header: { name: 'host' } } }],
    ['optIn.header.value', { steps, optIn: { header: { name: 'X-A', value: 'two words' } } }],
    ['optIn.header.pattern', { steps, optIn: { header: { name: 'X-A', pattern: 'a"' } } }],
    ['optIn.header.pattern', { steps, optIn: { header: { name: 'X-A', pattern: '(a' } } }],
    ['optIn.header.pattern', { steps, optIn: { header: { name: 'X-A', pattern: '(?=a)a' } } }],
    [
      'optIn.header.pattern',
      { steps, optIn: { header: { name: 'X-A', value: 'a', pattern: 'b' } } },
    ],
    ['within.maxSurge', { steps, within: { maxSurge: 0 } }],
  ])('%s in %j', (path, options) => {
    expect(
      canary({ steps })
        .with(options)
        .check()
        .map((problem) => problem.path),
    ).toEqual([path]);
  });
});
