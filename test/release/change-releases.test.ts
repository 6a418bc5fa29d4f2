// Steps of releases on the text of the file: what each leads to, what is refused, and that nothing else is touched.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { WantedStep } from '../../lib/release/change-releases.ts';
import { readReleases } from '../../lib/release/read-releases.ts';
import { DIGEST, FILE, abort, after, promote, rollback, set, step } from './releases.ts';

/** The entry of a service in a text. */
const entry = (text: string, service: string) => parse(text).services[service];

/** The complaint of a step that must be refused. */
const refusal = (text: string | undefined, service: string, wanted: WantedStep) => {
  const changed = step(text, service, wanted);
  if (changed.ok) throw new Error(`it was allowed: ${changed.says}`);
  expect(changed.diagnostics).toHaveLength(1);
  return changed.diagnostics[0];
};

const says = (text: string | undefined, service: string, wanted: WantedStep) => {
  const changed = step(text, service, wanted);
  return changed.ok ? changed.says : changed.diagnostics[0]?.message;
};

describe('a service that is replaced in place', () => {
  test('its first release records every service of the environment, as it is described', () => {
    expect(after(undefined, 'shop', set('ghcr.io/acme/shop:1.5.0'))).toMatchInlineSnapshot(`
      "# What is released in production. \`slipway release\` changes it; comments and order stay.

      version: 1
      services:
        shop:
          image:
            tag: 1.5.0
          history:
            - tag: 1.4.2
        tickets:
          active: blue
          phase: stable
          slots:
            blue:
              tag: 3.1.0
            green:
              tag: 3.1.0
      "
    `);
  });

  test('an image is named whole, by its tag, or by its digest', () => {
    for (const image of ['ghcr.io/acme/shop:2.0.0', '2.0.0', ':2.0.0']) {
      expect(entry(after(undefined, 'shop', set(image)), 'shop').image).toEqual({ tag: '2.0.0' });
    }
    const pinned = after(undefined, 'shop', set(`ghcr.io/acme/shop:2.0.0@${DIGEST}`));
    expect(entry(pinned, 'shop').image).toEqual({ tag: '2.0.0', digest: DIGEST });
    const bare = after(pinned, 'shop', set(`@${DIGEST}`));
    expect(entry(bare, 'shop').image).toEqual({ digest: DIGEST });
    // A new tag leaves no digest of the old one behind.
    expect(entry(after(bare, 'shop', set('2.1.0')), 'shop').image).toEqual({ tag: '2.1.0' });
  });

  test('a tag that looks like a number survives as text', () => {
    const text = after(undefined, 'shop', set('1.10'));
    expect(entry(text, 'shop').image).toEqual({ tag: '1.10' });
    expect(entry(after(text, 'shop', set('1e3')), 'shop')).toEqual({
      image: { tag: '1e3' },
      history: [{ tag: '1.10' }, { tag: '1.4.2' }],
    });
  });

  test('the way back leads further each time, past what was rolled back', () => {
    const text = after(undefined, 'shop', set('1.5.0'), set('1.6.0'), rollback());
    expect(entry(text, 'shop')).toEqual({
      image: { tag: '1.5.0' },
      history: [{ tag: '1.6.0', rolledBack: true }, { tag: '1.4.2' }],
    });
    expect(entry(after(text, 'shop', rollback()), 'shop')).toEqual({
      image: { tag: '1.4.2' },
      history: [
        { tag: '1.5.0', rolledBack: true },
        { tag: '1.6.0', rolledBack: true },
      ],
    });
  });

  test('a number of the history is obeyed, and what lies between counts as left', () => {
    const text = after(undefined, 'shop', set('1.5.0'), set('1.6.0'), set('1.7.0'), rollback(2));
    expect(entry(text, 'shop')).toEqual({
      image: { tag: '1.5.0' },
      history: [
        { tag: '1.7.0', rolledBack: true },
        { tag: '1.6.0', rolledBack: true },
        { tag: '1.4.2' },
      ],
    });
  });

  test('an image that was rolled back may come again, and it is said', () => {
    const text = after(undefined, 'shop', set('1.5.0'), rollback());
    expect(says(text, 'shop', set('1.5.0'))).toContain('rolled back before');
    expect(entry(after(text, 'shop', set('1.5.0')), 'shop')).toEqual({
      image: { tag: '1.5.0' },
      history: [{ tag: '1.4.2' }],
    });
  });

  test('the image that runs already changes nothing, not a byte', () => {
    const text = after(undefined, 'shop', set('1.5.0'));
    expect(step(text, 'shop', set('1.5.0'))).toMatchObject({ ok: true, changed: false, text });
  });

  test.each([
    ['no way back when nothing ran before', undefined, rollback(), 'SW7012', 'Nothing ran here'],
    ['a number beyond the history', undefined, rollback(7), 'SW7012', 'number 7'],
    ['phases, which it has not', undefined, promote, 'SW7012', 'nothing to promote'],
    ['to be aborted', undefined, abort, 'SW7012', 'nothing to abort'],
    ['another repository', undefined, set('ghcr.io/evil/shop:1'), 'SW7013', 'ghcr.io/acme/shop'],
    ['an image without a version', undefined, set('ghcr.io/acme/shop'), 'SW7013', 'neither tag'],
    ['the name of the repository alone', undefined, set('shop'), 'SW7013', 'shop'],
    ['latest', undefined, set('ghcr.io/acme/shop:latest'), 'SW7013', 'latest'],
    ['a digest that is cut off', undefined, set('@sha256:abc'), 'SW7013', 'digest'],
    ['a tag with a space', undefined, set('1.0 '), 'SW7013', 'tag'],
  ] as const)('refuses %s', (_, text, wanted, code, part) => {
    const complaint = refusal(text, 'shop', wanted);
    expect(complaint).toMatchObject({ code, at: { service: 'shop', environment: 'production' } });
    expect(complaint?.message).toContain(part);
    expect(complaint?.fix).toBeTruthy();
  });

  test('refuses a way back when all that ran before was rolled back itself', () => {
    const text = after(undefined, 'shop', set('1.5.0'), rollback());
    expect(refusal(text, 'shop', rollback())?.message).toContain('1: 1.5.0');
  });

  test('refuses services nobody described, whatever they are called', () => {
    expect(refusal(undefined, 'shpo', set('1'))).toMatchObject({
      code: 'SW7014',
      fix: 'Did you mean `shop`?',
    });
    for (const name of ['constructor', '__proto__', '']) {
      expect(refusal(undefined, name, set('1'))?.code).toBe('SW7014');
    }
  });
});

describe('a service with two slots', () => {
  const stage = after(undefined, 'tickets', set('3.2.0'));
  const warm = after(stage, 'tickets', promote);
  const switched = after(warm, 'tickets', promote);
  const hold = after(switched, 'tickets', promote);
  const retire = after(hold, 'tickets', promote);
  const stable = after(retire, 'tickets', promote);

  test('goes through its phases, one for each commit', () => {
    const states = [stage, warm, switched, hold, retire, stable].map((text) => {
      const { active, phase, history } = entry(text, 'tickets');
      return [phase, active, history];
    });
    expect(states).toEqual([
      ['stage', 'blue', undefined],
      ['warm', 'blue', undefined],
      ['promote', 'green', [{ tag: '3.1.0' }]],
      ['hold', 'green', [{ tag: '3.1.0' }]],
      ['retire', 'green', [{ tag: '3.1.0' }]],
      ['stable', 'green', [{ tag: '3.1.0' }]],
    ]);
    expect(entry(stable, 'tickets').slots).toEqual({
      blue: { tag: '3.1.0' },
      green: { tag: '3.2.0' },
    });
  });

  test('says before each step what it will do', () => {
    expect(
      [undefined, stage, warm, switched, hold, retire].map((text) =>
        says(text, 'tickets', text === undefined ? set('3.2.0') : promote),
      ),
    ).toMatchInlineSnapshot(`
      [
        "3.2.0 is staged in green for a preview; blue keeps serving 3.1.0.",
        "green grows with 3.2.0 until it can carry the load; blue keeps serving 3.1.0.",
        "traffic switches from blue (3.1.0) to green (3.2.0); blue stays warm for a way back. Apply it only when green is as large and ready as blue.",
        "green keeps serving 3.2.0 and may shrink to its normal size; blue (3.1.0) stays warm for a way back.",
        "blue (3.1.0) stops: from then on the way back takes a start of pods.",
        "the change is done: green serves 3.2.0, blue is idle.",
      ]
    `);
  });

  test('the way back switches to the slot that is held, which stays large', () => {
    for (const text of [switched, hold]) {
      expect(entry(after(text, 'tickets', rollback()), 'tickets')).toMatchObject({
        active: 'blue',
        phase: 'promote',
        history: [{ tag: '3.2.0', rolledBack: true }],
      });
    }
  });

  test('once the old slot has stopped, the way back stages its image first', () => {
    for (const text of [retire, stable]) {
      expect(entry(after(text, 'tickets', rollback()), 'tickets')).toMatchObject({
        active: 'green',
        phase: 'stage',
        slots: { blue: { tag: '3.1.0' }, green: { tag: '3.2.0' } },
      });
    }
  });

  test('a version that does not serve yet can be given up or replaced while it is staged', () => {
    expect(entry(after(warm, 'tickets', abort), 'tickets')).toMatchObject({
      active: 'blue',
      phase: 'stable',
    });
    expect(entry(after(stage, 'tickets', set('3.2.1')), 'tickets')).toMatchObject({
      phase: 'stage',
      slots: { green: { tag: '3.2.1' } },
    });
    expect(step(stage, 'tickets', set('3.2.0'))).toMatchObject({ changed: false, text: stage });
  });

  test.each([
    ['another image while one is warm', warm, set('3.3.0'), 'abort'],
    ['another image while one is switched to', switched, set('3.3.0'), 'promote'],
    ['another image while the old one is held', hold, set('3.3.0'), 'rollback'],
    ['another image before the change is done', retire, set('3.3.0'), 'promote'],
    ['to stage what serves', stable, set('3.2.0'), 'Set another image'],
    ['to promote nothing', stable, promote, 'release set tickets <image> -e production'],
    ['to abort nothing', stable, abort, 'rollback'],
    ['to abort what has stopped', retire, abort, 'rollback'],
    ['to abort what serves', switched, abort, 'rollback'],
    ['to abort what serves and is held', hold, abort, 'rollback'],
    ['to go back from what does not serve', stage, rollback(), 'abort'],
    ['to go back from what is warm', warm, rollback(), 'abort'],
    ['to switch to a slot that does not run the image', hold, rollback(2), 'history'],
  ] as const)('refuses %s', (_, text, wanted, hint) => {
    const complaint = refusal(text, 'tickets', wanted);
    expect(complaint).toMatchObject({ code: 'SW7012', at: { file: FILE } });
    expect(complaint?.at.line).toBeGreaterThan(1);
    expect(complaint?.fix).toContain(hint);
  });

  test('refuses to switch back to what was rolled back, unless it is asked for by number', () => {
    const back = after(hold, 'tickets', rollback());
    expect(refusal(back, 'tickets', rollback())?.message).toContain('rolled back itself');
    expect(entry(after(back, 'tickets', rollback(1)), 'tickets')).toMatchObject({
      active: 'green',
      phase: 'promote',
    });
  });
});

describe('the text of the file', () => {
  const HAND_WRITTEN = `# who may change this: everybody
version: 1

services:
  tickets:   # the box office
    phase: stable
    active: green
    slots:
        green: { tag: "3.1.0" }   # since spring
        blue: { tag: '3.0.0' }

  # the till
  shop:
    image:
      tag: "1.10"
    history:
    - tag: 1.8.0 # had the leak
    - tag: 1.7.0 # the oldest

# the end
`;

  test('keeps comments, order and quotes of the entry, and every byte beside it', () => {
    const text = after(HAND_WRITTEN, 'shop', set('1.11.0'));
    expect(text).toBe(
      HAND_WRITTEN.replace('tag: "1.10"', 'tag: "1.11.0"').replace(
        '    - tag: 1.8.0',
        '    - tag: "1.10"\n    - tag: 1.8.0',
      ),
    );
  });

  test('gets an entry at its end, or where there is none yet, and stays right in flow style', () => {
    const before = HAND_WRITTEN.replace(/ {2}# the till\n[^]*oldest\n/, '');
    const text = after(before, 'shop', set('2.0.0'));
    expect(text).toBe(
      before.replace(
        "blue: { tag: '3.0.0' }",
        '$&\n  shop:\n    image:\n      tag: 2.0.0\n    history:\n      - tag: 1.4.2',
      ),
    );
    for (const least of ['version: 1\nservices: {}\n', 'version: 1\nservices: {} # none']) {
      expect(entry(after(least, 'shop', set('2.0.0')), 'shop').image).toEqual({ tag: '2.0.0' });
    }
    const flow = 'version: 1\nservices: { shop: { image: { tag: a } } }';
    expect(entry(after(flow, 'shop', set('b')), 'shop')).toEqual({
      image: { tag: 'b' },
      history: [{ tag: 'a' }],
    });
    const half = 'version: 1\nservices:\n  shop: { image: { tag: a } }';
    expect(after(half, 'shop', set('b'))).toBe(
      'version: 1\nservices:\n  shop: { image: { tag: b }, history: [ { tag: a } ] }',
    );
  });

  test('keeps the line ends of another system', () => {
    const text = after(
      'version: 1\r\nservices:\r\n  shop:\r\n    image:\r\n      tag: a\r\n',
      'shop',
      set('b'),
    );
    expect(entry(text, 'shop').image).toEqual({ tag: 'b' });
  });

  test('lets a comment move along with its image', () => {
    const text = after(HAND_WRITTEN, 'shop', rollback(2));
    expect(text).toContain('- tag: 1.8.0 # had the leak\n      rolledBack: true');
    expect(text).not.toContain('- tag: 1.7.0');
  });

  test('is read as it was meant after any series of steps that are allowed', () => {
    const anyStep = fc.oneof(
      fc.constantFrom('1.0', '2.0', '3.0.0', '4').map(set),
      fc.constantFrom(promote, promote, abort, rollback()),
      fc.integer({ min: 1, max: 3 }).map(rollback),
    );
    fc.assert(
      fc.property(
        fc.constantFrom('shop', 'tickets'),
        fc.array(anyStep, { maxLength: 15 }),
        (service, steps) => {
          let text: string | undefined = HAND_WRITTEN;
          for (const wanted of steps) {
            const changed = step(text, service, wanted);
            if (!changed.ok) {
              expect(changed.diagnostics[0]?.code).toBe('SW7012');
              continue;
            }
            const read = readReleases({
              file: FILE,
              environment: 'production',
              text: changed.text,
            });
            expect(read.ok && read.releases[service]).toEqual(changed.after);
            expect(changed.text).toContain('# the end');
            text = changed.text;
            const { after: now } = changed;
            const past = (now.history ?? []).map((image) => image.tag);
            const running = 'image' in now ? now.image.tag : now.slots[now.active]?.tag;
            expect(past).not.toContain(running);
            expect(new Set(past).size).toBe(past.length);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
