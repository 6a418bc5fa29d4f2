// Editions: a description stays under its own whatever else there is, and a wrong number is refused.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defineService, resolve, type ServiceSpec } from '../../lib/index.ts';
import { EDITIONS, editionNumbers, FIRST_EDITION } from '../../lib/resolve/edition.ts';
import { serviceTarget as calleeTarget } from '../../lib/resolve/service-target.ts';
import { SHOP } from '../release/releases.ts';
import { knowingNext, NEXT } from './next-edition.ts';

const readText = () => ({ ok: false, problem: 'no such file' }) as const;
const shop = defineService(SHOP);

/** A description as somebody may write it who checks no types. */
function saying(edition: unknown): ServiceSpec {
  const spec = { ...SHOP };
  Reflect.set(spec, 'edition', edition);
  return spec;
}

test('the numbers of an edition are those that were reviewed when it was made', async () => {
  for (const number of editionNumbers(EDITIONS)) {
    const table: unknown = Reflect.get(EDITIONS, number);
    await expect(`${JSON.stringify(table, null, 2)}\n`).toMatchFileSnapshot(
      join(import.meta.dirname, `edition-${number}.json`),
    );
  }
});

describe('an upgrade that brings another edition', () => {
  test.each([
    ['names none', shop, knowingNext(shop)],
    ['names its own', defineService(saying(1)), knowingNext(defineService(saying(1)))],
  ])('changes nothing for a description that %s', (_, before, after) => {
    const [was, is] = [before, after].map((service) => resolve(service, 'staging', { readText }));
    expect(was?.plan).toMatchObject({ edition: FIRST_EDITION });
    expect(is?.plan).toEqual(was?.plan);
  });

  test('changes what it says for a description that names it, and only when asked', () => {
    const named = resolve(knowingNext(defineService(saying(NEXT))), 'staging', { readText });
    const asked = resolve(knowingNext(shop), 'staging', { readText, edition: NEXT });
    const slack = { lifecycle: { slackSeconds: 9 } };
    expect(named.plan).toMatchObject({ edition: NEXT, processes: { web: slack } });
    expect(asked.plan).toEqual(named.plan);
  });

  test('a service that is called keeps its own port, and takes the other when all are asked', () => {
    const callee = knowingNext(shop);
    const url = defineService(SHOP).url();
    const caller = knowingNext(
      defineService({
        ...SHOP,
        name: 'tickets',
        config: { SHOP_URL: { ...url, target: (edition) => calleeTarget(callee, edition) } },
      }),
    );
    const portOf = (edition?: number) =>
      resolve(caller, 'staging', { readText, ...(edition === undefined ? {} : { edition }) }).plan
        ?.calls[0]?.port;
    expect(portOf()).toBe(8000);
    expect(portOf(NEXT)).toBe(8080);
  });
});

describe('an edition that is not known', () => {
  test('is refused with a way on when it is newer', () => {
    const { plan, diagnostics } = resolve(defineService(saying(7)), 'staging', { readText });
    expect(plan).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { code: 'SW5020', severity: 'error', at: { path: 'edition' } },
    ]);
    expect(diagnostics[0]?.fix).toContain('Upgrade slipway');
  });

  test.each([[0], [1.5], ['1'], [-1]])('is refused by its shape when it is %j', (edition) => {
    const { plan, diagnostics } = resolve(defineService(saying(edition)), 'staging', { readText });
    expect(plan).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toContain('SW1001');
  });

  test('may not differ between environments', () => {
    const staging = {};
    Reflect.set(staging, 'edition', 1);
    const spec = { ...SHOP, environments: { staging } };
    const { diagnostics } = resolve(defineService(spec), 'staging', { readText });
    expect(diagnostics.map(({ at }) => at.path)).toContain('environments.staging.edition');
  });
});
