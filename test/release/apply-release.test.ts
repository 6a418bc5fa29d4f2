// What is released wins over what is described, and contradicts it never silently.
import { describe, expect, test } from 'vitest';
import { blueGreen, http } from '../../lib/index.ts';
import type { ServiceRelease } from '../../lib/model/release.ts';
import type { ServiceSpec } from '../../lib/model/spec/service-spec.ts';
import { applyRelease } from '../../lib/release/apply-release.ts';
import { checkRelease, unknownServices } from '../../lib/release/check-release.ts';
import { firstRelease } from '../../lib/release/first-release.ts';
import { DIGEST, FILE, SHOP, TICKETS, planOf } from './releases.ts';

const HOLD: ServiceRelease = {
  active: 'green',
  phase: 'hold',
  slots: { blue: { tag: '3.1.0' }, green: { tag: '3.2.0' } },
};

const imagesOf = (spec: ServiceSpec) =>
  Object.values(planOf(spec).processes).flatMap((process) =>
    'stacks' in process
      ? process.stacks.map(({ slot, image }) => `${process.name} ${slot} ${image.reference}`)
      : [`${process.name} ${process.image.reference}`],
  );

describe('a release', () => {
  test('of an image replaces tag and digest of the description, and nothing else', () => {
    const spec: ServiceSpec = {
      ...SHOP,
      image: { ...SHOP.image, digest: DIGEST, pullPolicy: 'Always' },
    };
    expect(applyRelease(spec, { image: { tag: '1.5.0' } })).toEqual({
      ...spec,
      image: { repository: 'ghcr.io/acme/shop', tag: '1.5.0', pullPolicy: 'Always' },
    });
  });

  test('of slots decides which serves, and what is described of the rollout stays', () => {
    const described = { ...TICKETS, rollout: blueGreen({ previewReplicas: 2, phase: 'warm' }) };
    const plan = planOf(applyRelease(described, HOLD));
    expect(plan.processes['web']).toMatchObject({
      rollout: {
        active: 'green',
        phase: 'hold',
        slots: { blue: { state: 'warm' }, green: { state: 'serving' } },
      },
    });
    expect(applyRelease(described, HOLD).rollout?.options).toMatchObject({ previewReplicas: 2 });
  });

  test('of slots gives workers and the migration the image they need', () => {
    const spec: ServiceSpec = {
      ...TICKETS,
      workers: { mail: { command: ['work'] } },
      migrate: { command: ['migrate'], check: ['check'] },
    };
    expect(imagesOf(applyRelease(spec, { ...HOLD, active: 'blue', phase: 'stage' }))).toEqual([
      'web blue ghcr.io/acme/tickets:3.1.0',
      'web green ghcr.io/acme/tickets:3.2.0',
      'mail  ghcr.io/acme/tickets:3.1.0',
      'migrate ghcr.io/acme/tickets:3.2.0',
    ]);
  });

  test('of a digest alone never takes the tag of another image', () => {
    const released = applyRelease(
      { ...TICKETS, image: { repository: 'ghcr.io/acme/tickets', tag: '3.1.0' } },
      { ...HOLD, slots: { blue: { tag: '3.1.0' }, green: { digest: DIGEST } } },
    );
    expect(imagesOf(released)).toEqual([
      'web blue ghcr.io/acme/tickets:3.1.0',
      `web green ghcr.io/acme/tickets@${DIGEST}`,
    ]);
  });

  test('of slots reaches a process with a rollout of its own', () => {
    const { rollout: _rollout, ...rest } = TICKETS;
    const spec = { ...rest, web: { server: http(), rollout: blueGreen() } };
    expect(imagesOf(applyRelease(spec, HOLD))).toEqual([
      'web blue ghcr.io/acme/tickets:3.1.0',
      'web green ghcr.io/acme/tickets:3.2.0',
    ]);
  });

  test('that says what is described already changes no plan', () => {
    for (const spec of [SHOP, TICKETS]) {
      const first = firstRelease(planOf(spec));
      expect(first && planOf(applyRelease(spec, first))).toEqual(planOf(spec));
    }
  });

  test('leaves what is malformed to be refused as what it is', () => {
    for (const broken of [{ web: null }, { webs: null }, { webs: 'x' }, { rollout: 7 }]) {
      const spec = { ...TICKETS, ...broken } as unknown as ServiceSpec;
      expect(applyRelease(spec, HOLD)).toMatchObject(broken);
    }
  });
});

describe('a contradiction', () => {
  const check = (spec: ServiceSpec, releases: Readonly<Record<string, ServiceRelease>>) =>
    checkRelease(
      {
        ...{ service: spec.name, environment: 'production', file: FILE, releases },
        lineOf: (path) => path.length,
      },
      spec,
    ).map(({ code, at, fix }) => `${code}:${at.line} ${fix}`);

  test('none', () => {
    expect(check(SHOP, { shop: { image: { tag: 'a' } } })).toEqual([]);
    expect(check(TICKETS, { tickets: HOLD })).toEqual([]);
  });
  test('a service without an entry, with the command that adds one', () => {
    expect(check(SHOP, {})).toEqual(['SW7004:1 `slipway release set shop <image> -e production`.']);
    expect(check(SHOP, { shpo: { image: { tag: 'a' } } })[0]).toContain('Rename `shpo`');
  });
  test('an image where there are slots, and slots where there are none', () => {
    expect(check(TICKETS, { tickets: { image: { tag: 'a' } } })[0]).toContain('SW7007:2');
    expect(check(SHOP, { shop: HOLD })[0]).toContain('SW7007:2');
  });
  test('slots of other names than those that are described', () => {
    const slots = { red: { tag: 'a' }, green: { tag: 'b' } };
    expect(check(TICKETS, { tickets: { ...HOLD, slots } })[0]).toMatch(/SW7008:3.*blue.*green/);
    expect(check(TICKETS, { tickets: { ...HOLD, slots: { green: { tag: 'b' } } } })[0]).toContain(
      'SW7008',
    );
  });
  test('a slot that serves and does not exist', () => {
    expect(check(TICKETS, { tickets: { ...HOLD, active: 'red' } })[0]).toContain('SW7009:3');
  });
  test('a new version that is the old one', () => {
    const slots = { blue: { tag: 'a' }, green: { tag: 'a' } };
    for (const phase of ['stage', 'warm', 'promote'] as const) {
      expect(check(TICKETS, { tickets: { ...HOLD, phase, slots } })[0]).toContain('SW7009:3');
    }
    for (const phase of ['stable', 'hold', 'retire'] as const) {
      expect(check(TICKETS, { tickets: { ...HOLD, phase, slots } })).toEqual([]);
    }
  });
  test('an entry of a service that nobody described', () => {
    const given = {
      ...{ environment: 'production', file: FILE, releases: { shpo: HOLD, shop: HOLD } },
      lineOf: () => 3,
    };
    expect(unknownServices(given, ['shop'])).toMatchObject([
      { code: 'SW7005', severity: 'warning', at: { line: 3 } },
    ]);
    expect(unknownServices(given, ['shop', 'shpo'])).toEqual([]);
  });
});
