// A canary in the release file: the step of each share, back down, given up, and what each state refuses.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canary, gateway } from '../../lib/index.ts';
import type { CanaryRelease, ServiceRelease } from '../../lib/model/release.ts';
import type { ServiceSpec } from '../../lib/model/spec/service-spec.ts';
import { applyRelease } from '../../lib/release/apply-release.ts';
import { changeReleases, type WantedStep } from '../../lib/release/change-releases.ts';
import { checkRelease } from '../../lib/release/check-release.ts';
import { describeRelease } from '../../lib/release/describe-release.ts';
import { firstRelease } from '../../lib/release/first-release.ts';
import { readReleases } from '../../lib/release/read-releases.ts';
import { abort, FILE, planOf, promote, rollback, set, SHOP } from './releases.ts';

const PARCELS: ServiceSpec = {
  ...SHOP,
  name: 'parcels',
  image: { repository: 'ghcr.io/acme/parcels', tag: '1.0' },
  expose: gateway({ host: 'parcels.example.com', gateway: { name: 'public', namespace: 'edge' } }),
  rollout: canary({ steps: [10, 50] }),
};
const plans = { parcels: planOf(PARCELS) };

function change(text: string | undefined, step: WantedStep) {
  return changeReleases({
    ...{ service: 'parcels', environment: 'production', file: FILE, plans, step },
    ...(text === undefined ? {} : { text }),
  });
}

/** The text after steps that must all be allowed. */
function after(...steps: readonly WantedStep[]): string | undefined {
  let text: string | undefined;
  for (const step of steps) {
    const changed = change(text, step);
    if (!changed.ok) throw new Error(changed.diagnostics[0]?.message);
    text = changed.text;
  }
  return text;
}

function releaseIn(text: string | undefined): ServiceRelease | undefined {
  const read = readReleases({ file: FILE, environment: 'production', text: text ?? '' });
  return read.ok ? read.releases['parcels'] : undefined;
}

const tag = (version: string) => ({ tag: version });

describe('a canary', () => {
  test('goes up share by share, takes over, and goes down again, one step for each commit', () => {
    const way: (readonly [WantedStep, CanaryRelease])[] = [
      [set('1.1'), { image: tag('1.0'), canary: tag('1.1'), step: 0 }],
      [promote, { image: tag('1.0'), canary: tag('1.1'), step: 1 }],
      [promote, { image: tag('1.0'), canary: tag('1.1'), step: 2 }],
      [promote, { image: tag('1.1'), canary: tag('1.1'), step: 2, history: [tag('1.0')] }],
      [promote, { image: tag('1.1'), canary: tag('1.1'), step: 1, history: [tag('1.0')] }],
      [promote, { image: tag('1.1'), canary: tag('1.1'), step: 0, history: [tag('1.0')] }],
      [promote, { image: tag('1.1'), step: 0, history: [tag('1.0')] }],
    ];
    const steps = way.map(([step]) => step);
    for (const [index, [, reached]] of way.entries()) {
      const release = releaseIn(after(...steps.slice(0, index + 1)));
      expect(release).toEqual(reached);
      // Every state is one that synthesis accepts.
      expect(release === undefined ? [] : planOf(applyRelease(PARCELS, release))).toBeDefined();
      expect(checked(release)).toEqual([]);
    }
    expect(change(after(...steps), promote)).toMatchObject({ ok: false });
  });

  test('says before each step what it will do', () => {
    const said = (before: readonly WantedStep[], step: WantedStep) => {
      const changed = change(after(...before), step);
      return changed.ok ? changed.says : changed.diagnostics[0]?.message;
    };
    const up = [set('1.1'), promote, promote];
    expect(said([], set('1.1'))).toContain('gets no requests until it is promoted');
    expect(said([set('1.1')], promote)).toContain('1.1 gets 10 % of the requests (step 1 of 2)');
    expect(said(up, promote)).toContain('the canary keeps its 50 %');
    expect(said([...up, promote], promote)).toContain('gets 10 % of the requests');
    expect(said([...up, promote, promote], promote)).toContain('gets 0 % of the requests');
    expect(said([...up, promote, promote, promote], promote)).toContain('the change is done');
  });

  test('is given up in two commits: first nobody is led to it, then it stops', () => {
    const first = after(set('1.1'), promote, promote, abort);
    expect(releaseIn(first)).toEqual({ image: tag('1.0'), canary: tag('1.1'), step: 0 });
    expect(releaseIn(after(set('1.1'), promote, promote, abort, abort))).toEqual({
      image: tag('1.0'),
      step: 0,
    });
    expect(releaseIn(after(set('1.1'), abort))).toEqual({ image: tag('1.0'), step: 0 });
    expect(releaseIn(after(set('1.1'), set('1.2')))).toMatchObject({ canary: tag('1.2'), step: 0 });
  });

  test('that has taken over is gone back from at once, with nobody led to its pods', () => {
    const taken = [set('1.1'), promote, promote, promote];
    expect(releaseIn(after(...taken, rollback()))).toEqual({
      ...{ image: tag('1.0'), canary: tag('1.1'), step: 0 },
      history: [{ tag: '1.1', rolledBack: true }],
    });
    const done = [...taken, promote, promote, promote];
    expect(releaseIn(after(...done, rollback()))).toEqual({
      ...{ image: tag('1.0'), step: 0 },
      history: [{ tag: '1.1', rolledBack: true }],
    });
  });

  test.each([
    ['promoting nothing', [set('1.1'), abort], promote, 'nothing to promote'],
    ['giving up nothing', [set('1.1'), abort], abort, 'no change to abort'],
    ['going back from what is tried out', [set('1.1'), promote], rollback(), 'only tried out'],
    ['another image while users are led to it', [set('1.1'), promote], set('1.2'), 'at step 1'],
    [
      'another image while it goes down',
      [set('1.1'), promote, promote, promote],
      set('1.2'),
      'down',
    ],
    ['giving up what has taken over', [set('1.1'), promote, promote, promote], abort, 'too late'],
    ['trying out what serves', [set('1.1')], set('1.0'), 'already serves'],
    ['going back where nothing ran before', [set('1.1'), abort], rollback(), 'Nothing ran'],
  ])('refuses %s', (_, before, step, part) => {
    const refused = change(after(...before), step);
    expect(refused).toMatchObject({ ok: false, diagnostics: [{ code: 'SW7012' }] });
    expect(refused.ok ? '' : refused.diagnostics[0]?.message).toContain(part);
  });

  test('that is asked for again changes nothing', () => {
    const text = after(set('1.1'), promote);
    expect(change(text, set('1.1'))).toMatchObject({ ok: true, changed: false, text });
    const served = after(set('1.1'), abort);
    expect(change(served, set('1.0'))).toMatchObject({ ok: true, changed: false, text: served });
  });

  test('is recorded as the description has it', () => {
    const described = {
      ...PARCELS,
      rollout: canary({ steps: [10, 50], step: 2, canary: { image: { tag: '1.1' } } }),
    };
    expect(firstRelease(planOf(described))).toEqual({
      ...{ image: tag('1.0'), canary: tag('1.1'), step: 2 },
    });
    expect(firstRelease(planOf(PARCELS))).toEqual({ image: tag('1.0'), step: 0 });
  });

  test('of the file wins over that of the description, also when there is none', () => {
    const described = {
      ...PARCELS,
      rollout: canary({
        ...{ steps: [10, 50], step: 2, minReplicas: 2 },
        canary: { image: { repository: 'ghcr.io/acme/other', tag: '1.1' } },
      }),
    };
    const applied = planOf(applyRelease(described, { image: tag('2.0'), step: 0 }));
    expect(applied.processes['web']).toMatchObject({ rollout: { weight: 0, step: 0 } });
    expect(JSON.stringify(applied)).not.toContain('1.1');
    const tried = planOf(
      applyRelease(described, { image: tag('2.0'), canary: tag('2.1'), step: 1 }),
    );
    expect(tried.processes['web']).toMatchObject({
      rollout: { weight: 10, canaryMinReplicas: 2 },
      stacks: [
        { slot: 'stable', image: { reference: 'ghcr.io/acme/parcels:2.0' } },
        { slot: 'canary', image: { reference: 'ghcr.io/acme/other:2.1' } },
      ],
    });
  });

  test('is described with what is possible next', () => {
    const shown = (...steps: readonly WantedStep[]) => {
      const release = releaseIn(after(...steps));
      return release === undefined ? '' : describeRelease(release);
    };
    expect(shown(set('1.1'))).toBe(
      '1.0 serves, 1.1 is tried out · step 0 · next: promote (step 1), set, abort',
    );
    expect(shown(set('1.1'), promote)).toContain('step 1 · next: promote, abort');
    expect(shown(set('1.1'), promote, promote, promote)).toContain('going down · next: promote');
    expect(shown(set('1.1'), abort)).toBe('1.0 serves · no canary · next: set, rollback');
  });
});

test('after any series of steps that are allowed, the file is one that synthesis accepts', () => {
  const anyStep = fc.oneof(
    fc.constantFrom('1.1', '1.2', '1.0').map(set),
    fc.constantFrom(promote, promote, promote, abort, rollback()),
    fc.integer({ min: 1, max: 3 }).map(rollback),
  );
  let taken = 0;
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 20 }), (steps) => {
      let text: string | undefined;
      let led = 0;
      for (const wanted of steps) {
        const changed = change(text, wanted);
        if (!changed.ok) {
          expect(changed.diagnostics[0]?.code).toBe('SW7012');
          continue;
        }
        const { after: now } = changed;
        expect(releaseIn(changed.text)).toEqual(now);
        expect(checked(now)).toEqual([]);
        if (!('step' in now)) throw new Error('a canary lost its step');
        // Requests move one share at a time, but for giving up and going back, which take all of them away.
        expect([0, led - 1, led, led + 1]).toContain(now.step);
        // Pods of a canary are neither started nor stopped while requests are led to them.
        if (now.canary === undefined) expect(led).toBe(0);
        const past = (now.history ?? []).map((image) => image.tag);
        expect(past).not.toContain(now.image.tag);
        expect(new Set(past).size).toBe(past.length);
        led = now.step;
        text = changed.text;
        taken += 1;
      }
    }),
    { numRuns: 80 },
  );
  expect(taken).toBeGreaterThan(100);
});

function checked(release: ServiceRelease | undefined, spec = PARCELS) {
  return checkRelease(
    {
      ...{ service: 'parcels', environment: 'production', file: FILE },
      releases: release === undefined ? {} : { parcels: release },
      lineOf: () => 7,
    },
    spec,
  );
}

describe('a release that contradicts the description', () => {
  test.each<readonly [string, ServiceRelease, ServiceSpec, string, string]>([
    ['names no step', { image: tag('1.0') }, PARCELS, 'SW7007', 'names one image and no step'],
    ['has a step', { image: tag('1.0'), step: 0 }, SHOP, 'SW7007', 'replaced in place'],
    [
      'has a step that there is none of',
      { image: tag('1.0'), canary: tag('1.1'), step: 3 },
      PARCELS,
      ...(['SW7009', 'has 2: 10 %, 50 %'] as const),
    ],
    [
      'leads to a canary that there is none of',
      { image: tag('1.0'), step: 1 },
      PARCELS,
      ...(['SW7009', 'there is none'] as const),
    ],
  ])('is refused when it %s', (_, release, spec, code, part) => {
    const complaints = checked(release, spec);
    expect(complaints).toMatchObject([{ code, severity: 'error', at: { file: FILE, line: 7 } }]);
    expect(complaints[0]?.message).toContain(part);
  });
});
