// Updates in place, and those that stop everything first.
import { describe, expect, test } from 'vitest';
import type { RolloutInput } from '../../lib/model/rollout.ts';
import { recreate, rolling } from '../../lib/rollouts/index.ts';
import type { RollingOptions } from '../../lib/rollouts/rolling-update.ts';
import { ORDINARY } from './situation.ts';

const codes = (options: RollingOptions, input: Partial<RolloutInput> = {}) =>
  rolling(options)
    .facts({ ...ORDINARY, ...input })
    .findings.map(({ code, path }) => `${code} ${path}`);

describe('rolling', () => {
  test('starts a quarter more pods, and misses none', () => {
    expect(rolling().facts(ORDINARY)).toEqual({
      title: 'rolling update',
      plan: {
        kind: 'rollingUpdate',
        maxSurge: '25%',
        maxUnavailable: 0,
        minReadySeconds: 13,
        progressDeadlineSeconds: 600,
        revisionHistoryLimit: 10,
      },
      because: {
        minReadySeconds: {
          formula: expect.stringContaining('12 s until the readiness probe has noticed'),
          source: expect.stringContaining('kubernetes.io'),
        },
      },
      findings: [],
    });
  });
  test.each([
    ['longer than a slow readiness probe takes to notice', { unreadySeconds: 65 }, {}, 66],
    ['10 s for load balancers where nobody asks', { unreadySeconds: 0 }, {}, 10],
    ['as said', { unreadySeconds: 65 }, { minReady: 5 }, 5],
    ['below the deadline that is said', { unreadySeconds: 65 }, { progressDeadline: 60 }, 59],
  ] as const)('lets new pods be ready %s', (_, input, options, seconds) => {
    expect(rolling(options).facts({ ...ORDINARY, ...input }).plan).toMatchObject({
      minReadySeconds: seconds,
    });
  });
  test('gives pods that start slowly a longer deadline', () => {
    const { plan } = rolling({ minReady: '1m' }).facts({ ...ORDINARY, startupSeconds: 900 });
    expect(plan).toMatchObject({ minReadySeconds: 60, progressDeadlineSeconds: 1080 });
  });
  test.each<[string, RollingOptions, RollingOptions]>([
    ['SW2070 web.rollout.maxUnavailable', { maxUnavailable: 2 }, { maxUnavailable: 1 }],
    ['SW2070 web.rollout.maxUnavailable', { maxUnavailable: '100%' }, { maxUnavailable: '49%' }],
    ['SW2071 web.rollout.maxUnavailable', { maxUnavailable: 1 }, { maxUnavailable: '25%' }],
    ['SW2072 web.rollout.progressDeadline', { progressDeadline: 192 }, { progressDeadline: 193 }],
  ])('%s is raised by %j and not by %j', (finding, bad, good) => {
    expect(codes(bad)).toContain(finding);
    expect(codes(good)).not.toContain(finding);
  });
  test('finds an outage of a single pod', () => {
    expect(codes({ maxUnavailable: 1 }, { minReplicas: 1 })).toEqual([
      'SW2070 web.rollout.maxUnavailable',
    ]);
  });
  test.each<[string, object]>([
    ['maxSurge', { maxSurge: 0 }],
    ['maxSurge', { maxSurge: '0%', maxUnavailable: '0%' }],
    ['maxSurge', { maxSurge: '25' }],
    ['maxSurge', { maxSurge: -1 }],
    ['maxUnavailable', { maxUnavailable: '101%' }],
    ['minReady', { minReady: 'soon' }],
    ['progressDeadline', { minReady: 60, progressDeadline: 60 }],
    ['progressDeadline', { progressDeadline: 10 }],
    ['revisionHistoryLimit', { revisionHistoryLimit: -1 }],
    ['maxSurg', { maxSurg: 1 }],
  ])('refuses `%s` in %j', (path, options) => {
    expect(
      rolling()
        .with(options)
        .check()
        .map((problem) => problem.path),
    ).toEqual([path]);
  });
  test('accepts no surge where pods may be missing', () => {
    expect(rolling({ maxSurge: 0, maxUnavailable: 1 }).check()).toEqual([]);
  });
});

describe('recreate', () => {
  const facts = (input: Partial<RolloutInput>) => recreate().facts({ ...ORDINARY, ...input });
  test('plans an outage and says so for a web process', () => {
    const { plan, findings } = facts({ minReplicas: 1, maxReplicas: 1 });
    expect(plan).toEqual({
      kind: 'recreate',
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 10,
    });
    expect(findings.map(({ code }) => code)).toEqual(['SW2080']);
  });
  test('says that several pods stop at once', () => {
    expect(facts({ kind: 'worker' }).findings.map(({ code }) => code)).toEqual(['SW2081']);
  });
  test('has nothing to say of a single worker', () => {
    expect(facts({ kind: 'worker', minReplicas: 1, maxReplicas: 1 }).findings).toEqual([]);
  });
  test('refuses options of a rolling update', () => {
    expect(
      recreate()
        .with({ maxSurge: 1 })
        .check()
        .map(({ path }) => path),
    ).toEqual(['maxSurge']);
  });
});
